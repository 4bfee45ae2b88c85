/** Preloaded into several processes, so that all of them start their work at the same moment. */
const wait = Number(process.env['EMPANEL_TEST_MOMENT'] ?? 0) - Date.now()
if (wait > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait)
