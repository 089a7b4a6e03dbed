/**
 * Measures presentation attack detection on simulated sessions and writes docs/evaluation/pad-simulated.md:
 *   node --conditions=@faceward/source --import ./scripts/run-typescript.mjs packages/liveness/scripts/measure-pad.ts [fit]
 * Renders, makes sessions and extracts features only where the cache (FACEWARD_PAD_CACHE, default /tmp/faceward-pad)
 * lacks them; from nothing that is some hours of one core. With `fit`, the shipped models are fitted anew first.
 * FACEWARD_DATA says where LFW View 1 and the samples are (default ../shared/assets).
 */
const stages = ['render-live', 'make-sessions', 'extract-features', 'extract-lfw', 'fit-pad', 'report-pad']
const refit = process.argv[2] === 'fit'
process.argv.splice(2)
for (const stage of stages) {
  if (stage === 'fit-pad' && !refit) continue
  await import(`./pad/${stage}.ts`)
}
