// Package words is vendored: no proxy has it.
package words

// Hello is said to everybody.
const Hello = "hello from vendor"
