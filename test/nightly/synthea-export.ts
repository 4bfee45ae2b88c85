import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const given = fileURLToPath(new URL('../../../shared/data/synthea/', import.meta.url))

const names = ['patients', 'payer_transitions', 'providers', 'organizations', 'encounters'] as const

type Export = Readonly<Record<(typeof names)[number], string>>

/** Three patients as Synthea would export them: one moved payers, one died, one has no ZIP. */
const tiny: Export = {
  patients: `Id,BIRTHDATE,DEATHDATE,SSN,DRIVERS,PASSPORT,FIRST,LAST,GENDER,ADDRESS,CITY,STATE,ZIP,LAT,LON
a,1980-02-01,,999-11-1111,S99911111,X11111111X,Ann1,Day1,F,1 Main Street,Boston,Massachusetts,02108,42.35,-71.06
b,1950-02-01,2020-05-05,999-22-2222,S99922222,X22222222X,Bo2,Day2,M,2 Main Street,Boston,Massachusetts,02108,42.35,-71.06
c,2015-02-01,,999-33-3333,,,Cy3,Day3,M,3 Main Street,Quincy,Massachusetts,,42.25,-71.00
`,
  payer_transitions: `PATIENT,MEMBERID,START_YEAR,END_YEAR,PAYER,SECONDARY_PAYER,OWNERSHIP,OWNERNAME
a,m1,2022-06-01T04:00:00Z,2023-06-01T04:00:00Z,p1,,Self,Ann
a,m1,2023-06-01T04:00:00Z,2024-06-01T04:00:00Z,p2,,Self,Ann
a,m1,2024-01-10T04:00:00Z,2024-01-10T04:00:00Z,p3,,Self,Ann
b,m2,2019-06-01T04:00:00Z,2024-06-01T04:00:00Z,p1,,Self,Bo
c,m3,2023-06-01T04:00:00Z,2024-06-01T04:00:00Z,p1,,Guardian,Ann
`,
  providers: `Id,ORGANIZATION,NAME,GENDER,SPECIALITY,ADDRESS,CITY,STATE,ZIP,LAT,LON,UTILIZATION
d1,o1,Dee1,F,GENERAL PRACTICE,1 Clinic Road,Boston,MA,2108,42.36,-71.05,5
d2,o1,Dot2,F,AUDIOLOGIST,1 Clinic Road,Boston,MA,02108-1234,42.36,-71.05,5
`,
  organizations: `Id,NAME,ADDRESS,CITY,STATE,ZIP,LAT,LON,PHONE,REVENUE,UTILIZATION
o1,CLINIC ONE,1 Clinic Road,Boston,MA,02108,42.36,-71.05,6175550100,0.0,5
`,
  encounters: `Id,START,STOP,PATIENT,ORGANIZATION,PROVIDER,PAYER,ENCOUNTERCLASS,CODE,DESCRIPTION,BASE_ENCOUNTER_COST,TOTAL_CLAIM_COST,PAYER_COVERAGE,REASONCODE,REASONDESCRIPTION
e1,2023-03-03T10:00:00Z,2023-03-03T11:00:00Z,a,o1,d1,p1,wellness,1,Check up,77.49,100.00,0.00,,
e2,2023-03-03T15:00:00Z,2023-03-03T16:00:00Z,a,o1,d1,p1,ambulatory,1,"Again, the same day",77.49,50.00,0.00,,
e3,2023-09-09T10:00:00Z,2023-09-09T11:00:00Z,a,o1,d1,p1,emergency,1,Fall,77.49,900.00,0.00,,
e4,2023-10-09T10:00:00Z,2023-10-09T11:00:00Z,a,o1,d2,p1,wellness,1,Ears,77.49,100.00,0.00,,
`,
}

/** The team's shared export, or a tiny one where it is missing. */
export const isShared = existsSync(given)

/** The files of an export, by their keys in the lake. */
export const syntheaExport = async (): Promise<Record<string, string>> => {
  const files = names.map(async (name) => [
    `inbox/synthea/${name}.csv`,
    isShared ? await readFile(path.join(given, `${name}.csv`), 'utf8') : tiny[name],
  ])
  return Object.fromEntries(await Promise.all(files)) as Record<string, string>
}
