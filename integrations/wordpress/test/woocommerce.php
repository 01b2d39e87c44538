<?php
/**
 * The parts of WooCommerce that the plug-in meets, as a plug-in that must be used. WooCommerce itself is in none of the
 * registries that the tests may use.
 *
 * Modelled, after WooCommerce's code reference (hooks of WC_Cart::add_to_cart, WC_Checkout::create_order,
 * WC_Order::status_transition, WC_Order::payment_complete, wc_create_refund, the templates checkout/thankyou.php):
 * - the names, arguments and order of the hooks: woocommerce_add_to_cart; woocommerce_checkout_order_created before any
 *   change of status; woocommerce_order_status_changed (id, from, to, order); woocommerce_order_refunded (order id,
 *   refund id); woocommerce_thankyou (id), on every view of the thank-you page;
 * - that an order is a new object each time it is read, and that meta data is kept only by save();
 * - amounts as decimal strings; order numbers that differ from order ids;
 * - a session by cookie, which the page after an addition reads.
 * Not modelled: payment, stock, taxes, templates, blocks, HPOS, carts with several lines.
 *
 * @package Cairn
 */

class WooCommerce {
	public $session;
}

class WC_Session {
	private function key() {
		return 'woo_session_' . preg_replace( '/\W/', '', $_COOKIE['woo_session'] ?? 'none' );
	}
	public function get( $name ) {
		return get_option( $this->key(), array() )[ $name ] ?? null;
	}
	public function set( $name, $value ) {
		update_option( $this->key(), array( $name => $value ) + get_option( $this->key(), array() ) );
	}
}

class WC_Order {
	private $id;
	private $data;
	public function __construct( $id ) {
		$this->id   = (int) $id;
		$this->data = get_option( "woo_order_$id" );
	}
	public static function create( $total, $currency ) {
		$id = 1 + (int) get_option( 'woo_orders', 100 );
		update_option( 'woo_orders', $id );
		update_option( "woo_order_$id", array( 'total' => $total, 'currency' => $currency, 'status' => 'pending', 'paid' => null, 'meta' => array() ) );
		return new WC_Order( $id );
	}
	public function get_id() { return $this->id; }
	public function get_order_number() { return 'W-' . $this->id; }
	public function get_total() { return $this->data['total']; }
	public function get_amount() { return $this->data['total']; }
	public function get_currency() { return $this->data['currency']; }
	public function has_status( $status ) { return $this->data['status'] === $status; }
	public function get_date_paid() { return null === $this->data['paid'] ? null : new DateTime( '@' . $this->data['paid'] ); }
	public function get_meta( $key ) { return $this->data['meta'][ $key ] ?? ''; }
	public function update_meta_data( $key, $value ) { $this->data['meta'][ $key ] = $value; }
	public function save() { update_option( "woo_order_{$this->id}", $this->data ); }
	public function set_status( $to ) {
		$from                 = $this->data['status'];
		$this->data['status'] = $to;
		if ( 'processing' === $to && null === $this->data['paid'] ) {
			$this->data['paid'] = time();
		}
		$this->save();
		do_action( 'woocommerce_order_status_changed', $this->id, $from, $to, $this );
	}
}

function WC() {
	static $woo;
	$woo = $woo ?? new WooCommerce();
	$woo->session = $woo->session ?? new WC_Session();
	return $woo;
}
function wc_get_order( $id ) { return get_option( "woo_order_$id" ) ? new WC_Order( $id ) : false; }
function wc_get_is_paid_statuses() { return array( 'processing', 'completed' ); }
function wc_get_price_decimals() { return 2; }
function wc_format_decimal( $number, $decimals ) { return number_format( (float) $number, $decimals, '.', '' ); }
function wc_get_product( $id ) {
	return new class() {
		public function get_sku() { return 'lamp-42'; }
	};
}
function woo_page() { return $_GET['woo'] ?? ''; }
function is_product() { return 'product' === woo_page(); }
function is_checkout() { return in_array( woo_page(), array( 'checkout', 'order-received' ), true ); }
function is_order_received_page() { return 'order-received' === woo_page(); }

add_action(
	'init',
	function () {
		if ( 'add-to-cart' === woo_page() ) {
			do_action( 'woocommerce_add_to_cart', 'line-1', 42, 1, 0, array(), array() );
			wp_redirect( home_url( '/?woo=cart' ) );
			exit;
		}
		if ( 'place-order' === woo_page() ) {
			$order = WC_Order::create( '59.90', 'EUR' );
			do_action( 'woocommerce_checkout_order_created', $order );
			$order->set_status( $_GET['status'] ?? 'processing' );
			wp_redirect( home_url( '/?woo=order-received&order=' . $order->get_id() ) );
			exit;
		}
	},
	20
);
add_action(
	'loop_end',
	function () {
		if ( is_order_received_page() ) {
			do_action( 'woocommerce_thankyou', (int) $_GET['order'] );
		}
	}
);

/** What the shop's staff does, by wp-cli's like: php -r with WordPress loaded. */
function woo_refund( $order_id, $amount ) {
	$refund = WC_Order::create( $amount, 'EUR' );
	do_action( 'woocommerce_order_refunded', $order_id, $refund->get_id() );
}
