export {
  ACCEPT_SIMILARITY,
  type CalibrationFit,
  cosineOf,
  type FitCalibrationOptions,
  fitCalibration,
  operatingPoints,
  REJECT_SIMILARITY,
  similarityOf,
} from './calibration/fit-calibration.js'
export { FEWEST_SCORES_FOR_TAIL, fitTail, type TailFit } from './calibration/tail-fit.js'
export { groupByIdentity, type IdentitySet } from './datasets/identity-folder.js'
export { type InsightfaceBin, readInsightfaceBin } from './datasets/insightface-bin.js'
export { type Pair, type PairImage, type PairsFile, parsePairsFile } from './datasets/pairs-file.js'
export { attemptOfVerification } from './decision/attempt-of-verification.js'
export {
  type TrainAttentionGateOptions,
  type TrainedAttentionGate,
  trainAttentionGate,
} from './decision/train-attention-gate.js'
export { type Attempt, parseTransactions, type Transaction } from './decision/transaction.js'
export type { TransactionRates } from './decision/transaction-rates.js'
export type { Gates } from './decision/transaction-scores.js'
export {
  DEFAULT_GATES,
  type DecisionSetting,
  type TuneDecisionOptions,
  type TunedDecision,
  tuneDecision,
} from './decision/tune-decision.js'
export { EvaluationError, type EvaluationErrorCode } from './evaluation-error.js'
export {
  type MeasuredRate,
  measurePad,
  measureRate,
  type PadMetrics,
  type Presentation,
  type SpeciesMetrics,
} from './pad/pad-metrics.js'
export type { EmbeddingSet } from './projection/embedding-set.js'
export {
  type FitProjectionOptions,
  type FittedProjection,
  fitProjection,
  type ProjectionRates,
} from './projection/fit-projection.js'
export type { ProjectionMethod } from './projection/projection-methods.js'
export {
  type AllComparisons,
  type CompareAllOptions,
  compareAll,
  compareAllInTurns,
} from './recognition/compare-all.js'
export { type ComparePairsOptions, comparePairs, type PairComparisons } from './recognition/compare-pairs.js'
export {
  type CrossValidatedAccuracy,
  crossValidateAccuracy,
  type LabelledScore,
  mostAccurateThreshold,
  splitIntoFolds,
} from './recognition/cross-validated-accuracy.js'
export { claimErrorRate, type ErrorClaim, formatRateUp } from './recognition/error-claim.js'
export { createErrorRates, type ErrorPoint, type ErrorRates } from './recognition/error-rates.js'
export { type EvaluateRecognitionOptions, evaluateRecognition } from './recognition/evaluate-recognition.js'
export { measureGroups } from './recognition/group-rates.js'
export type {
  EnrolmentFailure,
  EvaluationOrigin,
  Failure,
  GroupRates,
  RateAtFmr,
  RatesAtSimilarity,
  RecognitionReport,
} from './recognition/recognition-report.js'
export { type ScoreHistogram, scoreHistogram } from './recognition/score-histogram.js'
export type { ComparisonSet, ScoredComparisons, Scores } from './recognition/scored-comparisons.js'
export {
  bootstrapBySubject,
  bootstrapBySubjectInTurns,
  type SubjectBootstrap,
  type SubjectBootstrapOptions,
} from './recognition/subject-bootstrap.js'
export { type PadReport, renderPadReport } from './report/render-pad-report.js'
export { renderRecognitionReport } from './report/render-recognition-report.js'
export { clopperPearson, type Interval, trialsForClaim, upperBound } from './statistics/clopper-pearson.js'
export type { WorkStep } from './statistics/in-turns.js'
export { probit } from './statistics/probit.js'
export { createSeededRandom, type SeededRandom } from './statistics/seeded-random.js'
