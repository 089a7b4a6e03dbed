import type { RegisterCommand } from '../cli.js'
import { registerEvaluatePad } from './evaluate-pad.js'
import { registerEvaluateRecognition } from './evaluate-recognition.js'
import { registerEvaluateSystem } from './evaluate-system.js'

/** `faceward evaluate ...`: measures, with honest bounds. */
export const registerEvaluate: RegisterCommand = (program, cli) => {
  const evaluate = program.command('evaluate').description('measure error rates on your own data')
  registerEvaluateRecognition(evaluate, cli)
  registerEvaluatePad(evaluate, cli)
  registerEvaluateSystem(evaluate, cli)
}
