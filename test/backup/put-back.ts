// A program of its own that restores a backup and kills itself at a step, as kill -9 would: no handler runs, no file is closed.
import { restoreHouse } from '../../src/cli/restore.ts'
import { plainConfig } from './house-on-disk.ts'

const [folder = '', backup = '', step = ''] = process.argv.slice(2)
const refused = await restoreHouse(
  plainConfig(folder),
  backup,
  () => undefined,
  (reached) => {
    if (reached === step) process.kill(process.pid, 'SIGKILL')
  },
)
console.log(refused === null ? 'restored' : refused.refused)
