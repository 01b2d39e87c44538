/*
 * cairn-embeds.js follows videos: those of the page, and those in the players of YouTube, Vimeo and Wistia by the messages
 * that these players exchange with the page around them. cairn.js loads it on a page that has one. The gzipped result may
 * be at most 2,000 bytes.
 */

const followVideos = () => {
  const cairn = /** @type {import('#script').Cairn} */ (window.cairn);

  // ---------------------------------------------------------------- videos

  /**
   * By video: the next percentage to report; 200 once it has ended.
   *
   * @type {Record<string, number>}
   */
  const stages = {};

  /**
   * @param {Element} element
   * @param {string} source
   * @param {string} what
   * @param {object} [props]
   */
  const trackVideo = (element, source, what, props) =>
    cairn('video_' + what, {props: {video: element.id || source.replace(/[?#].*/, '').replace(/.*\//, ''), ...props}});

  /**
   * @param {Element} element
   * @param {string} source
   * @param {number} percent of it that were actually played: a jump to the end is not watching
   * @param {boolean} [ended]
   */
  const watched = (element, source, percent, ended) => {
    const stage = (stages[source] ||= 0);
    if (!stage) trackVideo(element, source, 'start');
    stages[source] ||= 25;
    for (; stages[source] < 100 && percent >= stages[source]; stages[source] += 25) {
      trackVideo(element, source, 'progress', {percent: stages[source]});
    }
    if (ended && stage < 200) {
      stages[source] = 200;
      trackVideo(element, source, 'complete', {percent});
    }
  };

  /** @param {HTMLVideoElement} video */
  const follow = video => {
    // A video in a loop is decoration.
    if (video.loop) return;
    // Of several sources, the browser tries the next one if one fails.
    if (video.error || video.networkState == HTMLMediaElement.NETWORK_NO_SOURCE)
      return trackVideo(video, video.currentSrc, 'error', {code: video.error?.code || 4});
    let seconds = 0;
    for (let i = video.played.length; i--;) seconds += video.played.end(i) - video.played.start(i);
    if (seconds) watched(video, video.currentSrc, Math.round((seconds / video.duration) * 100), video.ended);
  };

  document.querySelectorAll('video').forEach(follow);
  for (const type of ['timeupdate', 'ended', 'error'])
    addEventListener(
      type,
      ({target}) => {
        const video = target instanceof HTMLSourceElement ? target.parentElement : target;
        // Its state is set once the last of its sources has failed.
        if (video instanceof HTMLVideoElement) setTimeout(follow, 0, video);
      },
      true,
    );

  // ---------------------------------------------------------------- embedded players

  /** @type {WeakMap<HTMLIFrameElement, import('#script').Player>} */
  const players = new WeakMap();

  /** What each player has to be told before it tells anything, by a part of its address. */
  const GREETINGS = {
    youtube: [
      {event: 'listening', id: 1, channel: 'widget'},
      {event: 'command', func: 'addEventListener', args: ['onError'], id: 1, channel: 'widget'},
    ],
    vimeo: ['timeupdate', 'ended', 'error'].map(value => ({method: 'addEventListener', value})),
    wistia: ['percentwatchedchanged', 'end'].map(event => ({method: 'bind', args: [event]})),
  };

  /** Greets the players that have not answered yet: they load at their own pace, and may be added at any time. */
  const greet = () =>
    document.querySelectorAll('iframe').forEach(frame => {
      for (const [part, messages] of Object.entries(GREETINGS)) {
        if (!frame.src.includes(part) || players.has(frame) || /[?&](loop|background)=1/.test(frame.src)) continue;
        // YouTube's player is silent without it.
        if (part == 'youtube' && !frame.src.includes('enablejsapi=1'))
          frame.src += (frame.src.includes('?') ? '&' : '?') + 'enablejsapi=1';
        messages.forEach(message => frame.contentWindow?.postMessage(JSON.stringify(message), '*'));
      }
    });

  addEventListener('message', ({source, data}) => {
    const frame = [...document.querySelectorAll('iframe')].find(each => each.contentWindow == source);
    if (!frame || !Object.keys(GREETINGS).some(part => frame.src.includes(part))) return;
    try {
      if (data.at) data = JSON.parse(data);
    } catch {
      return;
    }
    // It speaks before anybody has asked it to, as Vimeo does once it is ready: what it was asked before that is lost.
    players.has(frame) || greet();
    const player = players.get(frame) || {seconds: new Set(), time: 0, percent: 0};
    players.set(frame, player);
    // YouTube: {event, info: {currentTime, duration, playerState}}. Vimeo: {event, data: {seconds, duration}}.
    // Wistia: {method: '_trigger', args: [event, …]}.
    const [event, ...args] = data.args || [data.event];
    const {seconds, currentTime = seconds, duration, playerState} = data.info || data.data || {};
    player.duration = duration || player.duration;
    if (/error/i.test(event)) return trackVideo(frame, frame.src, 'error', {code: data.info ?? 0});
    if (currentTime != null && player.duration) {
      // A longer step is a jump.
      if (currentTime > player.time && currentTime < player.time + 3)
        for (let second = player.time | 0; second < currentTime; second++) player.seconds.add(second);
      player.time = currentTime;
      player.percent = Math.min(100, Math.round((player.seconds.size / player.duration) * 100));
    }
    if (event == 'percentwatchedchanged') player.percent = Math.round(args[0] * 100);
    const ended = playerState === 0 || /^end/.test(event);
    if (player.percent || ended) watched(frame, frame.src, player.percent, ended);
  });

  greet();
  setInterval(greet, 1000);
};

followVideos();
