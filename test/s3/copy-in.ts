import { copyInto, openPlace } from './bucket.ts'

/** Copies a folder into a lake with the credentials in the environment: `copy-in.ts FOLDER PLACE`. */
const [folder = '', place = ''] = process.argv.slice(2)
await copyInto(await openPlace(place, folder), folder)
