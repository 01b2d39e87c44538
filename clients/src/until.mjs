/** Waits for a condition; says what it waited for when it does not come. */
export async function until(what, holds, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error(`${what}: not within ${seconds} s`);
    }
    await new Promise(done => setTimeout(done, 50));
  }
}
