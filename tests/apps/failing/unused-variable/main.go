package main

func main() {
	name := "x"
}
