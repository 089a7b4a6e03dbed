/**
 * Measures presentation attack detection on simulated sessions and writes docs/evaluation/pad-simulated.md:
 *   node --conditions=@faceward/source --import ./scripts/run-typescript.mjs packages/liveness/scripts/measure-pad.ts [fit]
 * Renders sessions only where the cache (FACEWARD_PAD_CACHE, default /tmp/faceward-pad) lacks them; from nothing that is
 * an hour of one core, and can be stopped and begun again. With `fit`, the shipped models are fitted anew first.
 * FACEWARD_DATA says where LFW View 1 and the samples are (default ../shared/assets).
 */
const stages = ['render-sessions', 'extract-features', 'extract-lfw', 'fit-pad', 'report-pad']
const refit = process.argv[2] === 'fit'
process.argv.splice(2)
for (const stage of stages) {
  if (stage === 'fit-pad' && !refit) continue
  await import(`./pad/${stage}.ts`)
}
