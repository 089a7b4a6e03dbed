export { type DeviceKey, type DeviceKeyOptions, openDeviceKey } from './open-device-key.js'
export { type IndexedDbStoreOptions, openIndexedDbStore } from './open-indexed-db-store.js'
