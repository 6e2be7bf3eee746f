// A tool that prepares the server's database and ends.
package main

import "fmt"

func main() {
	fmt.Println("nothing to migrate")
}
