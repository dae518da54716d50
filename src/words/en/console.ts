/** Everything that the console says, in English. Another language is another object of the same keys. */
import { consoleAgreementWords } from './console/agreement.ts'
import { consoleCodeWords } from './console/codes.ts'
import { consoleDataWords } from './console/data.ts'
import { consoleProofWords } from './console/proof.ts'
import { consoleShellWords } from './console/shell.ts'

export const consoleWords = {
  ...consoleShellWords,
  ...consoleAgreementWords,
  ...consoleDataWords,
  ...consoleProofWords,
  ...consoleCodeWords,
} as const
