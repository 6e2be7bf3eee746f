package main

import "runtime/debug"

func depth(n int) int { return depth(n+1) + 1 }

func main() {
	// Go's own limit, 1 GB, is beyond many a container's memory.
	debug.SetMaxStack(1 << 20)
	println(depth(0))
}
