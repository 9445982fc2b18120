namespace EdgePos.Devices;

/// <summary>The wires to an HD44780 of which DB4 to DB7 are used; R/W lies on ground, so nothing is ever read.</summary>
internal interface ILcdBus : IDisposable
{
    /// <summary>Puts four bits on DB7 to DB4, RS as told, and pulses E.</summary>
    /// <param name="nibble">0 to 15.</param>
    /// <param name="isData">RS: the data register; false: the instruction register.</param>
    /// <exception cref="IOException">Nobody is there.</exception>
    void Send(byte nibble, bool isData);
}
