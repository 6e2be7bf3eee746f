// Package words holds what the server says.
package words

// Hello is said to everybody.
const Hello = "hello from a workspace"
