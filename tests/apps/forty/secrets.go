package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/ed25519"
	"golang.org/x/crypto/hkdf"
	"golang.org/x/crypto/sha3"
	"golang.org/x/crypto/ssh"
)

// secrets makes keys and sums from the greeting, which is no secret.
func secrets() []string {
	word, salt := []byte(greeting()), []byte("not a secret at all")
	var key [32]byte
	if _, err := io.ReadFull(hkdf.New(sha256.New, word, salt, nil), key[:]); err != nil {
		return []string{err.Error()}
	}
	hash, _ := bcrypt.GenerateFromPassword(word, bcrypt.MinCost)
	sealer, _ := chacha20poly1305.New(key[:])
	sealed := sealer.Seal(nil, make([]byte, sealer.NonceSize()), word, nil)
	signer, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(key[:]))
	if err != nil {
		return []string{err.Error()}
	}
	blake, shake := blake2b.Sum256(word), sha3.Sum256(word)
	return []string{
		fmt.Sprintf("bcrypt agrees: %t", bcrypt.CompareHashAndPassword(hash, word) == nil),
		"argon2: " + hex.EncodeToString(argon2.IDKey(word, salt, 1, 64, 1, 8)),
		"blake2b: " + hex.EncodeToString(blake[:8]),
		"sha3: " + hex.EncodeToString(shake[:8]),
		fmt.Sprintf("sealed: %d bytes", len(sealed)),
		"ssh: " + ssh.FingerprintSHA256(signer.PublicKey()),
	}
}
