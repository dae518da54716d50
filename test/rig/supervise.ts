// A program of its own that supervises the database of the folder it is given, and says so in one line. Tests end it in unkind ways.
import { isRefusal } from '../../src/domain/refusal.ts'
import { startEmbedded } from '../../src/store/embedded.ts'

const [folder = '', manner = 'stay'] = process.argv.slice(2)
const started = await startEmbedded(folder, { durable: false, temporary: manner === 'temporary' })
console.log(JSON.stringify(isRefusal(started) ? started : { pid: started.pid, found: started.found }))
if (!isRefusal(started)) setInterval(() => undefined, 60_000)
