// Waiting for conditions. Every wait has a deadline and says what it waited for.

export const DEADLINE = 10_000;

// The promise's value, or an error that names what never came.
export function within(promise, what, ms = DEADLINE) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Asks again and again until the answer is truthy, and returns it.
export async function until(condition, what, ms = DEADLINE) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`still not ${what} after ${ms} ms`);
    await new Promise((again) => setTimeout(again, 5));
  }
}

// The arguments of the next event of that name.
export function next(emitter, event, ms = DEADLINE) {
  const heard = new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
  return within(heard, `event ${JSON.stringify(event)}`, ms);
}

// Things that arrive, taken one by one in order of arrival.
export class Mailbox {
  #items = [];
  #takers = [];

  put(item) {
    const taker = this.#takers.shift();
    if (taker) taker(item);
    else this.#items.push(item);
  }

  take(what, ms = DEADLINE) {
    if (this.#items.length > 0) return Promise.resolve(this.#items.shift());
    return within(new Promise((resolve) => this.#takers.push(resolve)), what, ms);
  }

  // What is there now, without waiting.
  drain() {
    return this.#items.splice(0);
  }
}

// Every event of that name from now on, each as its array of arguments.
export function listen(emitter, event) {
  const box = new Mailbox();
  emitter.on(event, (...args) => box.put(args));
  return {
    next: (ms) => box.take(`event ${JSON.stringify(event)}`, ms),
    async many(count, ms) {
      const all = [];
      while (all.length < count) all.push(await this.next(ms));
      return all;
    },
    drain: () => box.drain(),
  };
}
