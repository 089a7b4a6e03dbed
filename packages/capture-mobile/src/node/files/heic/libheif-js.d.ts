// The package has types of its JavaScript class only, which hides depth.
declare module 'libheif-js/wasm-bundle.js'
