// Package guard decides who may speak with a server of this program: by a token, by TLS with a
// certificate that it makes itself where nobody gives one, by the names under which a browser
// may reach it, and by how much and how often one may send. The page's server and the fleet's
// hub use it alike; it knows no physics and no protocol above HTTP.
//
// A browser lets any page on the web send requests to this machine. Two checks keep such pages
// out: Origin says which page asks (RFC 6454), and Host says under which name it believes this
// machine to be. A name of the attacker's own that suddenly means 127.0.0.1 (DNS rebinding) has
// a right Origin and a wrong Host.
package guard
