package main

func main() {
	greet("world")
}
