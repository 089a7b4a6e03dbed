import type { SETTINGS } from './settings.js'

/** What each setting does, and what to set it to. Apart from the settings: a page reads settings, not what they are for. */
export const SETTING_DESCRIPTIONS: Readonly<Record<keyof typeof SETTINGS, string>> = {
  PREFER_DEPTH: 'Use depth where the capture has it.',
  DEPTH_ESTIMATION_FALLBACK:
    'Estimate depth from colour where no sensor has it. Estimated depth is never evidence of liveness.',
  DEPTH_ESTIMATION_MODEL:
    "What estimates depth: the face mesh's own shape, or a depth network at the mesh's scale.",
  CAPTURE_RESOLUTION: 'The colour size asked of cameras.',
  TEXTURE_SPOOF_THRESHOLD: 'A frame whose texture score is below this looks like a print or a screen.',
  DEPTH_CONSISTENCY_THRESHOLD: 'Sensed depth whose score is below this is not the relief of a face.',
  MICRO_MOTION_MIN_VARIANCE:
    'Least variance of the non-rigid motion of a living face, in squared interocular distances.',
  EMBEDDING_DIM: 'Dimension of the embedding; must be that of the model.',
  EMBEDDING_MODEL: 'Which embedder recognises faces.',
  DEPTH_EMBEDDING_MODEL:
    'Which embedder compares the shapes of faces from sensed depth. The built-in one is weak: docs/evaluation/depth-embedder.md.',
  DEVICE: 'Where models run; the backend refuses what it does not have.',
  FUSION_WEIGHTS: 'Weights of the fused score; missing terms leave the others renormalised.',
  USE_ATTENTION_FUSION: 'Use the learned gate over the modalities instead of the fixed weights.',
  ATTENTION_FUSION_GATE: 'The gate that USE_ATTENTION_FUSION uses.',
  ACCEPT_THRESHOLD:
    'Accept at or above this fused score. On the calibrated scale, 0.85 states a false match rate.',
  REJECT_THRESHOLD: 'Reject at or below this.',
  RE_VERIFY_BAND:
    'Both thresholds at once: REJECT_THRESHOLD and ACCEPT_THRESHOLD. Where all are set they must agree.',
  REQUIRE_ASSURANCE:
    'Accept needs at least so much evidence of liveness; unset = none, so that single pictures suffice. What the reference server takes by default is below.',
  ENCRYPT_TEMPLATES: 'Only encrypted templates are ever stored; false is refused.',
  NEVER_STORE_RAW_IMAGES: 'Images are never stored; false is refused.',
  TEMPLATE_KEY_ENV: 'The variable that holds the template key.',
  BIOMETRIC_TEMPLATE_KEY: 'The master key templates are sealed with.',
  BIOMETRIC_TEMPLATE_SALT: 'Salt of the key derivation; once set it must stay.',
  API_HOST: 'Where the HTTP API listens; loopback unless told otherwise.',
  API_PORT: 'The port of the HTTP API; 0 takes a free one.',
  API_KEYS:
    'Who may call the HTTP API, as SHA-256 of each key, with scopes; an expiry is a date such as 2027-01-01 (UTC). Empty: anybody who reaches it, so it stays on loopback.',
  API_TRUST_PROXY: "Proxies in front whose X-Forwarded-For is believed, for the client's address.",
  API_BODY_LIMIT_BYTES: 'The largest request body read; more is refused with 413.',
  API_MAX_IMAGES: 'Still pictures a request may hold.',
  API_MAX_FRAMES: 'Frames of a stream a request may hold.',
  API_CONCURRENCY: 'Requests whose models run at the same time.',
  API_QUEUE_LIMIT: 'Requests that may wait for the models; more are refused with 503.',
  API_TIMEOUT_MS: 'After so long a request is cancelled and answered with 504.',
  SCORE_DISCLOSURE:
    'Whether the HTTP API tells scores. With API keys, `full` tells them only to keys with the scope scores:read.',
  REQUIRE_CHALLENGE:
    'What needs an answered challenge: an operation, both, or whatever is sent as frames. A challenge that a request names holds in any case.',
  CHALLENGE_ALTERNATIVES:
    'Whether keys with the scope challenges:alternatives may say in `cannot` what a person cannot do. Whoever says it also chooses which recording fits.',
  REPLAYED_FRAMES: 'What happens when frames come that were seen in an earlier request.',
  ATTEMPTS_WITH_PAD:
    'Delay after 10 failures and stop at 100, not 5 and 50: only when your liveness was tested as NIST SP 800-63B asks.',
  ATTEMPTS_FREE: 'Failures of one user before each try waits; unset = 5, or 10 with ATTEMPTS_WITH_PAD.',
  ATTEMPT_DELAY_MS: 'How long each further try of that user waits after the last.',
  ATTEMPTS_STOP_AFTER:
    'Failures in a row after which a user is stopped until unlocked; unset = 50, or 100 with ATTEMPTS_WITH_PAD.',
  CLIENT_FAILURES_BURST:
    'Failures that a client, a key or without keys an address, may have at once over all users; 0 = no limit.',
  CLIENT_FAILURES_PER_MINUTE: 'How many of these come back a minute.',
  TENANT_FAILURES_BURST: 'Failures that a tenant may have at once over all clients; 0 = no limit.',
  TENANT_FAILURES_PER_MINUTE: 'How many of these come back a minute.',
  REQUIRE_CONSENT: 'Refuse enrolments that name no consent reference.',
  RETENTION_MAX_AGE_DAYS: 'Delete subjects so long after their enrolment; unset = never.',
  RETENTION_UNUSED_DAYS: 'Delete subjects so long after they were last accepted; unset = never.',
  ENROLLMENT_MIN_SAMPLES: 'Usable pictures an enrolment needs.',
  EDGE_FALLBACK_URL: 'An inference server that runs the models the device cannot run; unset = never.',
}
