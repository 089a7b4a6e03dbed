// A file of its own, which is loaded where EDGE_FALLBACK_URL is set: other pages do not pay for it.
export { createEdgeFallback } from '@faceward/inference-remote'
