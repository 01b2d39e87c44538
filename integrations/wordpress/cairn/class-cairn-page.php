<?php
/**
 * The script in every page of the site.
 *
 * @package Cairn
 */

defined( 'ABSPATH' ) || exit;

/**
 * Adds cairn.js to the pages that visitors see, and passes on what they decide where the WP Consent API is installed.
 */
class Cairn_Page {
	/** Queues calls made before cairn.js has loaded; the line of docs/browser.md. */
	const STUB = 'window.cairn||(c=>{window.cairn=c;c.q=[];for(let m of["identify","consent","optOut","visitor","success"])c[m]=(...a)=>{c.q.push([m,a])}})((...a)=>{cairn.q.push(["",a])})';

	/**
	 * A visitor who has not decided has refused nothing: only consent is told when a page begins, and both when the
	 * visitor decides. Under a page cache the server cannot know the visitor, so this runs in the page.
	 */
	const CONSENT = '(()=>{const begin=()=>{if(!window.wp_has_consent||!window.wp_consent_type)return;const given={};'
		. 'if(wp_has_consent("statistics"))given.analytics=true;if(wp_has_consent("marketing"))given.ads=true;'
		. 'if(given.analytics||given.ads)cairn.consent(given)};'
		. 'for(let e of["DOMContentLoaded","wp_consent_type_defined"])document.addEventListener(e,begin);'
		. 'document.addEventListener("wp_listen_for_consent_change",({detail})=>{const told={};'
		. 'if("statistics" in detail)told.analytics=detail.statistics==="allow";'
		. 'if("marketing" in detail)told.ads=detail.marketing==="allow";'
		. 'if("analytics" in told||"ads" in told)cairn.consent(told)})})()';

	private $settings;

	public function __construct( Cairn_Settings $settings ) {
		$this->settings = $settings;
	}

	public function register() {
		add_filter( 'wp_consent_api_registered_' . plugin_basename( __DIR__ . '/cairn.php' ), '__return_true' );
		add_action( 'wp_head', array( $this, 'script' ), 1 );
	}

	public function script() {
		if ( ! $this->settings->complete() || is_preview() || current_user_can( 'edit_posts' ) ) {
			return;
		}
		wp_print_inline_script_tag( self::STUB . ';' . self::CONSENT );
		$attributes = array(
			'defer'        => true,
			'src'          => $this->settings->address() . '/cairn.js',
			'data-site'    => $this->settings->site(),
			'data-consent' => $this->settings->consent(),
		);
		if ( class_exists( 'WooCommerce' ) ) {
			// This plug-in reports the shop's events; another one that pushes them to dataLayer would count them twice.
			$attributes['data-datalayer'] = 'off';
		}
		wp_print_script_tag( apply_filters( 'cairn_script_attributes', $attributes ) );
	}
}
