/**
 * The handler of `piscina.ts`, for Piscina. Piscina loads its file by require(). Node 20 and 22 end the whole process when a thread
 * is ended while require() loads an ES module. This file is CommonJS, and import() has no such fault.
 */
export = { __esModule: true, default: import('./piscina.js').then((module) => module.default) };
