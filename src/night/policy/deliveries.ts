import { stage } from '../stage.ts'

/** Records in run.feed and run.parameter which feeds were delivered, once ingest has read the files. */
export const recordDeliveries = stage({
  name: 'deliveries',
  reads: ['raw', 'run'],
  writes: 'run',
  run: async ({ engine }) => {
    await engine.run(
      'update run.feed set delivered = true where feed in (select feed from raw.file_fate)',
    )
    await engine.run(
      'update run.parameter set has_system_of_record = (select delivered from run.feed where feed = $1)',
      ['current_assignments'],
    )
  },
})
