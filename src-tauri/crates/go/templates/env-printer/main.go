// A program that prints what it sees of the world and ends.
//
// In a container that is little: only the environment variables that the image
// or whoever starts the container has set. Run it on your own machine and in a
// container, and compare.
package main

import (
	"fmt"
	"os"
	"slices"
)

func main() {
	fmt.Println("Hello, World!")
	fmt.Println("This is a Go containerized application.")

	// Each variable is one string, NAME=value.
	variables := os.Environ()
	slices.Sort(variables)
	for _, variable := range variables {
		fmt.Println(variable)
	}
}
