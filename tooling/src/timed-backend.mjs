// For benches: how much of a time is the models' own. Runs on Node and, bundled, in a browser.
export function timedBackend(inner) {
  const spent = { ms: 0 }
  const running = { count: 0, since: 0 }
  const backend = {
    ...inner,
    async load(model, options) {
      const session = await inner.load(model, options)
      return {
        ...session,
        async run(feeds, call) {
          if (running.count++ === 0) running.since = performance.now()
          try {
            return await session.run(feeds, call)
          } finally {
            if (--running.count === 0) spent.ms += performance.now() - running.since
          }
        },
      }
    },
  }
  return { backend, spent }
}
