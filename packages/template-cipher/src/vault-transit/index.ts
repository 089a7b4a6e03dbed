export { createVaultTransit, type VaultTransitOptions } from './vault-transit.js'
