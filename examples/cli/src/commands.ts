import type { RegisterCommand } from './cli.js'
import { registerCalibrate } from './commands/calibrate.js'
import { registerCapture } from './commands/capture.js'
import { registerDelete } from './commands/delete.js'
import { registerDemo } from './commands/demo.js'
import { registerDoctor } from './commands/doctor.js'
import { registerEnroll } from './commands/enroll.js'
import { registerEvaluate } from './commands/evaluate.js'
import { registerExport } from './commands/export.js'
import { registerImportFernet } from './commands/import-fernet.js'
import { registerKeys } from './commands/keys.js'
import { registerList } from './commands/list.js'
import { registerModels } from './commands/models.js'
import { registerSimulate } from './commands/simulate.js'
import { registerTrainFusion } from './commands/train-fusion.js'
import { registerTrainProjection } from './commands/train-projection.js'
import { registerTune } from './commands/tune.js'
import { registerVerify } from './commands/verify.js'

/** Every command, in the order of --help. A new one is a file in commands/ and a line here. */
export const COMMANDS: readonly RegisterCommand[] = [
  registerEnroll,
  registerVerify,
  registerList,
  registerDelete,
  registerExport,
  registerKeys,
  registerImportFernet,
  registerDoctor,
  registerCapture,
  registerSimulate,
  registerDemo,
  registerModels,
  registerEvaluate,
  registerCalibrate,
  registerTune,
  registerTrainFusion,
  registerTrainProjection,
]
