<?php
/**
 * Events that the server reports.
 *
 * @package Cairn
 */

defined( 'ABSPATH' ) || exit;

/**
 * Stores events in the options table and sends them by WP-Cron until Cairn has confirmed them. A request of a visitor
 * never waits for Cairn. An event keeps its id and its time, so it counts once and on its own day, however often and
 * however late it is sent.
 */
class Cairn_Outbox {
	const SEND          = 'cairn_send';
	const PREFIX        = 'cairn_event_';
	const ATTEMPTS      = 'cairn_attempts';
	const TROUBLE       = 'cairn_trouble';
	const BATCH         = 100;
	const LONGEST_PAUSE = 3600;

	private $settings;

	public function __construct( Cairn_Settings $settings ) {
		$this->settings = $settings;
	}

	public function register() {
		add_action( self::SEND, array( $this, 'send' ) );
	}

	/** Stores an event with its id; the same id again changes nothing until it was sent. */
	public function add( array $event ) {
		add_option( self::PREFIX . $event['id'], wp_json_encode( $event ), '', 'no' );
		$this->schedule( 0 );
	}

	/** Sends what is stored, and schedules the next attempt if something is left. */
	public function send() {
		$waiting = $this->waiting( self::BATCH );
		if ( array() === $waiting ) {
			return;
		}
		if ( ! $this->settings->complete() || '' === $this->settings->server_key() ) {
			$this->failed( 'Purchases are waiting to be reported: a server key is missing. Add one under Settings, Cairn.', 0 );
			return;
		}
		$answer = wp_remote_post(
			$this->settings->address() . '/v1/events',
			array(
				'timeout' => 10,
				'headers' => array(
					'Authorization' => 'Bearer ' . $this->settings->server_key(),
					'Content-Type'  => 'application/json',
				),
				'body'    => wp_json_encode(
					array(
						'site'   => $this->settings->site(),
						'events' => array_values( $waiting ),
					)
				),
			)
		);
		$this->conclude( $waiting, $answer );
	}

	/** 2xx and 422 are Cairn's last word on every event of the body; anything else is tried again. */
	private function conclude( array $waiting, $answer ) {
		if ( is_wp_error( $answer ) ) {
			$this->failed( 'Purchases are waiting to be reported: ' . $answer->get_error_message(), 0 );
			return;
		}
		$status = (int) wp_remote_retrieve_response_code( $answer );
		$body   = json_decode( wp_remote_retrieve_body( $answer ), true );
		if ( 202 !== $status && 422 !== $status ) {
			$said = isset( $body['error']['message'] ) ? $body['error']['message'] : 'no reason was given';
			$this->failed(
				"Purchases are waiting to be reported: Cairn answered $status ($said)",
				(int) wp_remote_retrieve_header( $answer, 'retry-after' )
			);
			return;
		}
		foreach ( array_keys( $waiting ) as $option ) {
			delete_option( $option );
		}
		delete_option( self::ATTEMPTS );
		$rejected = isset( $body['rejected'] ) ? $body['rejected'] : array();
		if ( array() === $rejected ) {
			delete_option( self::TROUBLE );
		} else {
			$this->say( count( $rejected ) . ' purchases or refunds were rejected, the first because: ' . $rejected[0]['message'] );
		}
		if ( array() !== $this->waiting( 1 ) ) {
			$this->schedule( 0 );
		}
	}

	/** Tries again after 1, 2, 4, … minutes, at the latest after an hour. Nothing is given up. */
	private function failed( $why, $retry_after ) {
		$attempts = (int) get_option( self::ATTEMPTS, 0 );
		update_option( self::ATTEMPTS, $attempts + 1, false );
		$this->say( $why );
		$this->schedule( max( $retry_after, min( self::LONGEST_PAUSE, 60 * 2 ** min( $attempts, 10 ) ) ) );
	}

	private function say( $why ) {
		update_option( self::TROUBLE, $why, false );
		error_log( "Cairn: $why" ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions
	}

	/** What the administrator has to know; empty if nothing is wrong. */
	public function trouble() {
		return (string) get_option( self::TROUBLE, '' );
	}

	public function state() {
		$count = count( $this->waiting( self::BATCH ) );
		return 0 === $count ? 'No purchases or refunds are waiting to be reported.' : "$count purchases or refunds are waiting to be reported.";
	}

	private function schedule( $seconds ) {
		if ( ! wp_next_scheduled( self::SEND ) ) {
			wp_schedule_single_event( time() + $seconds, self::SEND );
		}
	}

	/** Stored events by the name of their option, the oldest first. */
	private function waiting( $most ) {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare(
				"SELECT option_name, option_value FROM $wpdb->options WHERE option_name LIKE %s ORDER BY option_id LIMIT %d",
				$wpdb->esc_like( self::PREFIX ) . '%',
				$most
			)
		);
		$waiting = array();
		foreach ( $rows as $row ) {
			$waiting[ $row->option_name ] = json_decode( $row->option_value, true );
		}
		return $waiting;
	}
}
