/** Two soft notes, made here: no file. A new context's time begins at 0. */
export function beep() {
  const audio = new AudioContext()
  const volume = audio.createGain()
  volume.connect(audio.destination)
  volume.gain.setValueAtTime(0.08, 0)
  volume.gain.exponentialRampToValueAtTime(0.001, 0.4)
  for (const [index, pitch] of [660, 880].entries()) {
    const note = audio.createOscillator()
    note.frequency.value = pitch
    note.connect(volume)
    note.start(index * 0.12)
    note.stop(0.4)
    if (index === 1) note.onended = () => audio.close()
  }
}
