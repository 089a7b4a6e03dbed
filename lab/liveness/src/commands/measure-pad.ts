// Measures presentation attack detection on simulated sessions and writes docs/evaluation/pad-simulated.md.
// Needs: LFW View 1, an hour for sessions not rendered before
// Options: [fit]
//
// Runs render-sessions, extract-features, extract-lfw and report-pad one after the other; with `fit`, fit-pad before the
// last. The cache is FACEWARD_PAD_CACHE, default /tmp/faceward-pad; it can be stopped and begun again.
const stages = ['render-sessions', 'extract-features', 'extract-lfw', 'fit-pad', 'report-pad']
const refit = process.argv[2] === 'fit'
process.argv.splice(2)
for (const stage of stages) {
  if (stage === 'fit-pad' && !refit) continue
  await import(`./${stage}.ts`)
}
