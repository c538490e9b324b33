'use strict';

/** What the platform's package and file are called. */
function platform() {
  const { platform, arch, report } = process;
  if (platform !== 'linux') return `${platform}-${arch}`;
  const musl = !report?.getReport?.().header?.glibcVersionRuntime;
  return `linux-${arch}-${musl ? 'musl' : 'gnu'}`;
}

module.exports = { platform };
