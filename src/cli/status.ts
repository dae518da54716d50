import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isRefusal } from '../domain/refusal.ts'
import { leftoverServer } from '../store/embedded.ts'
import type { Command } from './command.ts'
import { chooseDataFolder, readRunning, type Environment } from './data-folder.ts'
import { groundSentence } from './ground-sentence.ts'

/** `./mandate status`: does a server run on the data folder? Exit status 0 when it does, 1 when it does not. */
export const statusCommand = (environment: Environment): Command => ({
  name: 'status',
  summary: 'say whether a server runs on a data folder, and where',
  usage: './mandate status [--data DIR]',
  run: async (words, io) => {
    const chosen = chooseDataFolder(words, environment)
    if (isRefusal(chosen)) {
      io.err(groundSentence(chosen))
      return 2
    }
    const { folder } = chosen
    const running = readRunning(folder)
    if (running !== null) {
      const minutes = Math.floor((Date.now() - running.startedAt) / 60_000)
      io.out(`Running: http://localhost:${running.port}, process ${running.pid}, for ${minutes} minutes, data in ${folder}.`)
      return 0
    }
    if (!existsSync(folder)) io.out(`Not running; the data folder ${folder} does not exist yet. ./mandate start makes it.`)
    else if (leftoverServer(folder) !== null) {
      io.out(
        `Not running, but process ${leftoverServer(folder)} is a database server of an earlier run in ${join(folder, 'postgres')}. ./mandate stop ends it.`,
      )
    } else io.out(`Not running; data in ${folder}. ./mandate start starts it.`)
    return 1
  },
})
