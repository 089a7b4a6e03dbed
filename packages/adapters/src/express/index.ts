export { createExpressHandler } from './create-express-handler.js'
