// Runs TypeScript against the packages' sources, with no build:
//   node --conditions=@faceward/source --import ./scripts/run-typescript.mjs x.ts
import { register } from 'node:module'

register('./typescript-hooks.mjs', import.meta.url)
