<?php
/**
 * The plug-in's settings, and their page under Settings.
 *
 * @package Cairn
 */

defined( 'ABSPATH' ) || exit;

/**
 * The address of Cairn, the site's id, the default consent and the server key. The constant CAIRN_SERVER_KEY in
 * wp-config.php takes precedence over a stored key.
 */
class Cairn_Settings {
	const OPTION = 'cairn';
	const SLUG   = 'cairn';

	/** Without a trailing slash; empty until it is set. */
	public function address() {
		return rtrim( $this->get( 'address' ), '/' );
	}

	public function site() {
		return $this->get( 'site' );
	}

	/** One of denied, wait and granted. */
	public function consent() {
		$consent = $this->get( 'consent' );
		return in_array( $consent, array( 'wait', 'granted' ), true ) ? $consent : 'denied';
	}

	public function server_key() {
		return defined( 'CAIRN_SERVER_KEY' ) ? CAIRN_SERVER_KEY : $this->get( 'server_key' );
	}

	/** Whether pages can be counted. */
	public function complete() {
		return '' !== $this->address() && '' !== $this->site();
	}

	private function get( $name ) {
		$stored = get_option( self::OPTION, array() );
		return isset( $stored[ $name ] ) ? (string) $stored[ $name ] : '';
	}

	public function register( Cairn_Outbox $outbox ) {
		add_action(
			'admin_menu',
			function () use ( $outbox ) {
				add_options_page(
					'Cairn',
					'Cairn',
					'manage_options',
					self::SLUG,
					function () use ( $outbox ) {
						$this->page( $outbox );
					}
				);
			}
		);
		add_action(
			'admin_init',
			function () {
				register_setting( self::SLUG, self::OPTION, array( 'sanitize_callback' => array( $this, 'cleaned' ) ) );
			}
		);
		add_action(
			'admin_notices',
			function () use ( $outbox ) {
				$trouble = $outbox->trouble();
				if ( '' !== $trouble && current_user_can( 'manage_options' ) ) {
					printf( '<div class="notice notice-error"><p>Cairn: %s</p></div>', esc_html( $trouble ) );
				}
			}
		);
	}

	/** An empty server key keeps the stored one, because the page does not show it. */
	public function cleaned( $sent ) {
		$sent    = is_array( $sent ) ? $sent : array();
		$address = esc_url_raw( trim( $sent['address'] ?? '' ), array( 'https', 'http' ) );
		$site    = trim( $sent['site'] ?? '' );
		$key     = trim( $sent['server_key'] ?? '' );
		if ( '' !== trim( $sent['address'] ?? '' ) && '' === $address ) {
			add_settings_error( self::OPTION, 'address', 'The address must begin with https://, as in https://stats.shop.example.' );
		}
		if ( ! preg_match( '/^[a-z0-9][a-z0-9_-]{0,63}$/', $site ) ) {
			add_settings_error( self::OPTION, 'site', 'The site must be the id of a site in Cairn\'s plan, such as shop.' );
			$site = '';
		}
		if ( '' !== $key && 0 !== strpos( $key, 'ck_' ) ) {
			add_settings_error( self::OPTION, 'server_key', 'A server key begins with ck_; create one with the scope events:write.' );
			$key = '';
		}
		return array(
			'address'    => $address,
			'site'       => $site,
			'consent'    => $sent['consent'] ?? 'denied',
			'server_key' => '' === $key ? $this->get( 'server_key' ) : $key,
		);
	}

	private function page( Cairn_Outbox $outbox ) {
		?>
		<div class="wrap">
			<h1>Cairn</h1>
			<form method="post" action="options.php">
				<?php settings_fields( self::SLUG ); ?>
				<table class="form-table">
					<?php
					$this->field( 'address', 'Address of your Cairn', 'https://stats.shop.example' );
					$this->field( 'site', 'Site', 'shop' );
					?>
					<tr>
						<th><label for="cairn-consent">Until the visitor decides</label></th>
						<td>
							<select id="cairn-consent" name="cairn[consent]">
								<?php
								foreach ( array(
									'denied'  => 'count without storing anything (recommended)',
									'wait'    => 'count nothing',
									'granted' => 'store a device id',
								) as $value => $words ) {
									printf(
										'<option value="%s"%s>%s</option>',
										esc_attr( $value ),
										selected( $this->consent(), $value, false ),
										esc_html( $words )
									);
								}
								?>
							</select>
						</td>
					</tr>
					<tr>
						<th><label for="cairn-server_key">Server key</label></th>
						<td>
							<input class="regular-text" id="cairn-server_key" name="cairn[server_key]" type="password" autocomplete="off"
								placeholder="<?php echo esc_attr( '' === $this->server_key() ? 'ck_…' : 'stored; leave empty to keep it' ); ?>">
							<p class="description">For purchases and refunds of WooCommerce, which the server reports itself.</p>
						</td>
					</tr>
				</table>
				<?php submit_button(); ?>
			</form>
			<p><?php echo esc_html( $outbox->state() ); ?></p>
		</div>
		<?php
	}

	private function field( $name, $label, $example ) {
		printf(
			'<tr><th><label for="cairn-%1$s">%2$s</label></th><td><input class="regular-text" id="cairn-%1$s" name="cairn[%1$s]" value="%3$s" placeholder="%4$s"></td></tr>',
			esc_attr( $name ),
			esc_html( $label ),
			esc_attr( $this->get( $name ) ),
			esc_attr( $example )
		);
	}
}
