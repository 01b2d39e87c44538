<?php
/**
 * Removes what the plug-in stored, except the marks on orders.
 *
 * @package Cairn
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

global $wpdb;
$wpdb->query( "DELETE FROM $wpdb->options WHERE option_name IN ('cairn', 'cairn_attempts', 'cairn_trouble') OR option_name LIKE 'cairn\\_event\\_%'" );
