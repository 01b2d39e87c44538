<?php
/**
 * Plugin Name: Cairn
 * Description: Counts visits and conversions with your own Cairn. With WooCommerce: the checkout funnel, and purchases and refunds reported by the server.
 * Version: 0.1.0
 * Requires at least: 5.7
 * Requires PHP: 7.4
 * License: Apache-2.0
 *
 * @package Cairn
 */

defined( 'ABSPATH' ) || exit;

require_once __DIR__ . '/class-cairn-settings.php';
require_once __DIR__ . '/class-cairn-page.php';
require_once __DIR__ . '/class-cairn-outbox.php';
require_once __DIR__ . '/class-cairn-woocommerce.php';

add_action(
	'plugins_loaded',
	function () {
		$settings = new Cairn_Settings();
		$outbox   = new Cairn_Outbox( $settings );
		$settings->register( $outbox );
		$outbox->register();
		( new Cairn_Page( $settings ) )->register();
		if ( class_exists( 'WooCommerce' ) ) {
			( new Cairn_WooCommerce( $settings, $outbox ) )->register();
		}
	}
);

// Orders are read and written through WooCommerce's own classes, wherever it stores them.
add_action(
	'before_woocommerce_init',
	function () {
		if ( class_exists( '\Automattic\WooCommerce\Utilities\FeaturesUtil' ) ) {
			\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'custom_order_tables', __FILE__, true );
		}
	}
);

register_deactivation_hook(
	__FILE__,
	function () {
		wp_clear_scheduled_hook( Cairn_Outbox::SEND );
	}
);
