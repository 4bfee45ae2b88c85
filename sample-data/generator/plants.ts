/**
 * Data problems that are planted on purpose, at regular positions, so that each kind occurs in a fixed
 * proportion at any size. [every, offset]: of 2,000 members, 2,000 / every have it.
 */
export const plants = {
  // Enrollment
  died: [250, 19],
  diedToday: [2_000, 1_423],
  noZip: [100, 41],
  countyOnly: [400, 141],
  nowhere: [500, 241],
  movedAway: [400, 77],
  joinsFarAway: [250, 179],
  pmpNotRequired: [125, 52],
  restricted: [200, 63],
  locked: [250, 88],
  lockEnded: [1_000, 388],
  lockOnDepartedDoctor: [1_000, 889],
  dualCoverage: [100, 29],
  retroactiveTerm: [200, 147],
  quotedNewline: [200, 33],
  formulaName: [1_000, 512],
  impossibleBirthDate: [1_000, 137],
  missingBirthDate: [2_000, 711],
  unknownGender: [2_000, 1_911],
  endBeforeStart: [1_000, 311],
  missingMemberId: [2_000, 1_212],
  usDate: [2_000, 1_012],
  duplicateSpan: [1_000, 613],
  // System of record
  absentFromFile: [500, 444],
  staleDoctor: [700, 305],
  leftFacility: [400, 205],
  unknownDoctor: [500, 455],
  badAssignmentDate: [1_000, 177],
  noAssignmentDate: [1_000, 277],
  duplicateAssignment: [1_000, 377],
  // Self-selections
  newChoice: [80, 3],
  choosesClosedPanel: [400, 57],
  choosesWrongAge: [250, 158],
  choosesDepartedDoctor: [1_000, 258],
  choosesTwice: [400, 257],
  choosesTwoOnOneDay: [1_000, 457],
  choosesNobody: [500, 157],
  choosesForLater: [500, 357],
  choiceEnded: [400, 167],
  choosesWomensHealth: [250, 207],
  badSelectionDate: [1_000, 707],
  // Scheduled visits
  badVisitDate: [500, 99],
  // Night 2
  brokenTomorrow: [1_000, 807],
  termedTomorrow: [400, 231],
  choosesTomorrow: [400, 331],
} as const satisfies Readonly<Record<string, readonly [every: number, offset: number]>>

export type Plant = keyof typeof plants

/** Whether the member of this index carries the plant. */
export const planted = (plant: Plant, index: number): boolean => {
  const [every, offset] = plants[plant]
  return index % every === offset
}
