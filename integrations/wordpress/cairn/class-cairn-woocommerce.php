<?php
/**
 * The events of a WooCommerce shop.
 *
 * @package Cairn
 */

defined( 'ABSPATH' ) || exit;

/**
 * Reports the checkout funnel from the page, and purchases and refunds from the server. The thank-you page and the
 * server report a purchase under the same order id, so it counts once; the server's amount counts.
 */
class Cairn_WooCommerce {
	const VISITOR = '_cairn_visitor';
	const SENT    = '_cairn_sent';
	const ADDED   = 'cairn_added';

	/** Additions without a page load: the classic shop's and the blocks'. */
	const ADDED_IN_PAGE = '(()=>{const add=()=>cairn("add_to_cart");if(window.jQuery)jQuery(document.body).on("added_to_cart",add);'
		. 'document.body.addEventListener("wc-blocks_added_to_cart",add)})()';

	private $settings;
	private $outbox;

	public function __construct( Cairn_Settings $settings, Cairn_Outbox $outbox ) {
		$this->settings = $settings;
		$this->outbox   = $outbox;
	}

	public function register() {
		add_action( 'wp_footer', array( $this, 'funnel' ), 100 );
		add_action( 'woocommerce_add_to_cart', array( $this, 'added' ) );
		add_action( 'woocommerce_thankyou', array( $this, 'thank_you' ) );
		add_action( 'woocommerce_checkout_order_created', array( $this, 'remember_visitor' ) );
		add_action( 'woocommerce_store_api_checkout_order_processed', array( $this, 'remember_visitor' ) );
		add_action( 'woocommerce_order_status_changed', array( $this, 'status_changed' ), 10, 4 );
		add_action( 'woocommerce_order_refunded', array( $this, 'refunded' ), 10, 2 );
	}

	public function funnel() {
		if ( ! $this->settings->complete() ) {
			return;
		}
		$calls = array( self::ADDED_IN_PAGE );
		if ( is_product() ) {
			$calls[] = $this->call( 'product_interest', array( 'props' => array( 'sku' => $this->sku( get_the_ID() ) ) ) );
		}
		if ( is_checkout() && ! is_order_received_page() ) {
			$calls[] = $this->call( 'checkout_started' );
		}
		$session = WC()->session;
		if ( $session && $session->get( self::ADDED ) ) {
			$calls[] = $this->call( 'add_to_cart' );
			$session->set( self::ADDED, null );
		}
		wp_print_inline_script_tag( implode( ';', $calls ) );
	}

	/** An addition that loads a page is reported by that page; the others by ADDED_IN_PAGE. */
	public function added() {
		$in_page = wp_doing_ajax() || isset( $_GET['wc-ajax'] ) || ( defined( 'REST_REQUEST' ) && REST_REQUEST ); // phpcs:ignore WordPress.Security.NonceVerification
		if ( ! $in_page && WC()->session ) {
			WC()->session->set( self::ADDED, true );
		}
	}

	public function thank_you( $order_id ) {
		$order = wc_get_order( $order_id );
		if ( ! $order || ! $this->settings->complete() || $order->has_status( 'failed' ) ) {
			return;
		}
		wp_print_inline_script_tag(
			$this->call(
				'purchase',
				array(
					'value'   => $this->money( $order->get_total(), $order ),
					'orderId' => (string) $order->get_order_number(),
				)
			)
		);
	}

	/** The cookie exists only with consent; without it the purchase belongs to nobody. */
	public function remember_visitor( $order ) {
		$cookie = isset( $_COOKIE['cairn'] ) ? sanitize_text_field( wp_unslash( $_COOKIE['cairn'] ) ) : '';
		if ( preg_match( '/^[A-Za-z0-9_-]{8,64}$/', $cookie ) ) {
			$order->update_meta_data( self::VISITOR, $cookie );
			$order->save();
		}
	}

	/** Paid: the purchase. Cancelled after that: a refund of the whole order. */
	public function status_changed( $order_id, $from, $to, $order ) {
		if ( in_array( $to, wc_get_is_paid_statuses(), true ) && ! $order->get_meta( self::SENT ) ) {
			$paid = $order->get_date_paid();
			$this->outbox->add(
				$this->event( "wc-$order_id", 'purchase', $order, $paid ? $paid->getTimestamp() : time() )
					+ array( 'value' => $this->money( $order->get_total(), $order ) )
			);
			$order->update_meta_data( self::SENT, '1' );
			$order->save();
		} elseif ( 'cancelled' === $to && $order->get_meta( self::SENT ) ) {
			$this->outbox->add( $this->event( "wc-cancelled-$order_id", 'refund', $order, time() ) + array( 'type' => 'refund' ) );
		}
	}

	public function refunded( $order_id, $refund_id ) {
		$order  = wc_get_order( $order_id );
		$refund = wc_get_order( $refund_id );
		if ( ! $order || ! $refund || ! $order->get_meta( self::SENT ) ) {
			return;
		}
		$this->outbox->add(
			$this->event( "wc-refund-$refund_id", 'refund', $order, time() )
				+ array(
					'type'  => 'refund',
					'value' => $this->money( $refund->get_amount(), $order ),
				)
		);
	}

	private function event( $id, $name, $order, $seconds ) {
		$visitor = (string) $order->get_meta( self::VISITOR );
		$event   = array(
			'id'       => $id,
			'name'     => $name,
			'at'       => $seconds * 1000,
			'order_id' => (string) $order->get_order_number(),
		);
		return '' === $visitor ? $event : $event + array(
			'visitor' => $visitor,
			'consent' => array( 'analytics' => true ),
		);
	}

	/** The filter cairn_order_amount may take off taxes or shipping; it is asked for both reports of an order. */
	private function money( $amount, $order ) {
		return array(
			'amount'   => (string) apply_filters( 'cairn_order_amount', wc_format_decimal( $amount, wc_get_price_decimals() ), $order ),
			'currency' => $order->get_currency(),
		);
	}

	private function sku( $product_id ) {
		$product = wc_get_product( $product_id );
		$sku     = $product ? (string) $product->get_sku() : '';
		return '' === $sku ? (string) $product_id : $sku;
	}

	private function call( $name, array $options = array() ) {
		return 'cairn(' . wp_json_encode( $name ) . ( array() === $options ? '' : ',' . wp_json_encode( $options ) ) . ')';
	}
}
