// Preloaded into the Playground: when KamBot is gone, however it went, its end of our standard input closes.
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
