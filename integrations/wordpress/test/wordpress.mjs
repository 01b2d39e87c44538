import {execFileSync, spawn} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import path from 'node:path';
import {until} from '../../../clients/src/until.mjs';

const HERE = import.meta.dirname;
const SOURCE = ['/usr/share/wordpress', '/usr/src/wordpress'].find(each => existsSync(`${each}/wp-settings.php`));
const NEEDED = ['php', 'mariadbd', 'mariadb-install-db'];

/** What is missing for WordPress to run here; empty when nothing is. */
export function missing() {
  const commands = NEEDED.filter(name => !onPath(name));
  if (commands.length > 0) {
    return `there is no ${commands.join(', no ')} (Debian: php-cli php-mysql mariadb-server)`;
  }
  if (!execFileSync('php', ['-m'], {encoding: 'utf8'}).includes('mysqli')) {
    return 'PHP has no mysqli (Debian: php-mysql)';
  }
  return SOURCE === undefined ? 'there is no /usr/share/wordpress (Debian: wordpress)' : '';
}

function onPath(name) {
  return `${process.env.PATH}:/usr/sbin`.split(':').some(folder => existsSync(path.join(folder, name)));
}

const freePort = () =>
  new Promise(done => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => done(port));
    });
  });

/** WordPress from Debian's package with a database of its own, in a folder that is gone afterwards. */
export class WordPress {
  #folder = mkdtempSync(path.join(tmpdir(), 'cairn-wordpress-'));
  #processes = [];
  #root = path.join(this.#folder, 'wordpress');

  /** @param {string} host the name under which browsers find it */
  async start(host) {
    this.port = await freePort();
    this.url = `http://${host}:${this.port}`;
    this.#processes.push(await this.#database());
    cpSync(SOURCE, this.#root, {recursive: true, dereference: true});
    cpSync(path.join(HERE, 'theme'), `${this.#root}/wp-content/themes/plain`, {recursive: true});
    mkdirSync(`${this.#root}/wp-content/mu-plugins`, {recursive: true});
    writeFileSync(`${this.#root}/wp-config.php`, this.#config());
    this.php(
      `wp_install('Lamp shop', 'admin', 'admin@shop.example', true, '', 'password'); switch_theme('plain');`,
      true,
    );
    this.#serve();
    await until('WordPress answers', async () => (await fetch(`http://127.0.0.1:${this.port}/`).catch(() => ({}))).ok);
  }

  stop() {
    this.#processes.forEach(each => each.kill('SIGKILL'));
    rmSync(this.#folder, {recursive: true, force: true, maxRetries: 5});
  }

  /** Puts a plug-in's folder where the documentation says. */
  installPlugin(folder) {
    cpSync(folder, `${this.#root}/wp-content/plugins/${path.basename(folder)}`, {recursive: true});
  }

  installHarness(file) {
    cpSync(file, `${this.#root}/wp-content/mu-plugins/${path.basename(file)}`);
  }

  /** Runs PHP with WordPress loaded, as wp-cli does, and returns what it prints. */
  php(code, installing = false) {
    const begin = `${installing ? "define('WP_INSTALLING', true);" : ''} require '${this.#root}/wp-load.php';`;
    const upgrade = installing ? `require ABSPATH . 'wp-admin/includes/upgrade.php';` : '';
    return execFileSync(
      'php',
      ['-d', 'display_errors=stderr', '-r', `$_SERVER['HTTP_HOST'] = 'x'; ${begin} ${upgrade} ${code}`],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  }

  /** Runs WP-Cron now, with everything that is due within a day. */
  cron() {
    this.php(
      `foreach (_get_cron_array() as $at => $hooks) foreach ($hooks['cairn_send'] ?? array() as $each) {
         wp_unschedule_event($at, 'cairn_send', $each['args']); do_action_ref_array('cairn_send', $each['args']); }`,
    );
  }

  async #database() {
    const data = path.join(this.#folder, 'data');
    const socket = this.#socket();
    const user = [`--user=${userInfo().username}`];
    execFileSync(
      'mariadb-install-db',
      [...user, `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
      {stdio: 'ignore', env: {...process.env, PATH: `${process.env.PATH}:/usr/sbin`}},
    );
    const database = spawn(
      'mariadbd',
      [
        '--no-defaults',
        ...user,
        `--datadir=${data}`,
        `--socket=${socket}`,
        '--skip-networking',
        `--pid-file=${data}/pid`,
      ],
      {stdio: 'ignore', env: {...process.env, PATH: `${process.env.PATH}:/usr/sbin`}},
    );
    const connect = `$c = @new mysqli(null, 'root', '', '', 0, '${socket}'); exit($c->connect_errno ? 1 : ($c->query('CREATE DATABASE IF NOT EXISTS wordpress') ? 0 : 1));`;
    await until('the database answers', () => {
      try {
        execFileSync('php', ['-r', `mysqli_report(MYSQLI_REPORT_OFF); ${connect}`], {stdio: 'ignore'});
        return true;
      } catch {
        return false;
      }
    });
    return database;
  }

  /** PHP's own server answers one request at a time, unless it is told otherwise. */
  #serve() {
    this.#processes.push(
      spawn('php', ['-S', `127.0.0.1:${this.port}`, '-t', this.#root], {
        stdio: 'ignore',
        env: {...process.env, PHP_CLI_SERVER_WORKERS: '4'},
        detached: false,
      }),
    );
  }

  #socket() {
    return path.join(this.#folder, 'sql');
  }

  /** WordPress's own wp-config.php; a visitor's request runs no WP-Cron, so that the tests decide when it runs. */
  #config() {
    const constants = {
      DB_NAME: 'wordpress',
      DB_USER: 'root',
      DB_PASSWORD: '',
      DB_HOST: `localhost:${this.#socket()}`,
      WP_HOME: this.url,
      WP_SITEURL: this.url,
      DISABLE_WP_CRON: true,
      WP_HTTP_BLOCK_EXTERNAL: true,
      AUTH_KEY: 'a',
      SECURE_AUTH_KEY: 'b',
      LOGGED_IN_KEY: 'c',
      NONCE_KEY: 'd',
    };
    const defined = Object.entries(constants).map(([name, value]) => `define('${name}', ${JSON.stringify(value)});`);
    return `<?php\n${defined.join('\n')}\n$table_prefix = 'wp_';\ndefined('ABSPATH') || define('ABSPATH', __DIR__ . '/');\nrequire_once ABSPATH . 'wp-settings.php';\n`;
  }
}
