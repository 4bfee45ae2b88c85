/** Loaded into each of several processes before anything else: they all go on at the same moment. */
const wait = Number(process.env['EMPANEL_TEST_MOMENT'] ?? 0) - Date.now()
if (wait > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait)
