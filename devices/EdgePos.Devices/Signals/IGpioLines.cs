namespace EdgePos.Devices;

/// <summary>What holds an input line while nothing drives it.</summary>
public enum GpioPull
{
    /// <summary>Nothing of the chip's: there is a resistor outside.</summary>
    None,

    /// <summary>To high: for a button that leads to ground.</summary>
    Up,

    /// <summary>To low.</summary>
    Down,
}

/// <summary>The lines of one GPIO chip while it is open. Levels are electrical: true is high.</summary>
public interface IGpioLines : IDisposable
{
    /// <summary>Makes a line an input.</summary>
    /// <param name="line">Its number on the chip, from 0.</param>
    /// <param name="pull">What holds it.</param>
    /// <param name="moved">Is called with each new level, on any thread; must not wait. An edge soon after the call may be missed.</param>
    /// <exception cref="IOException">The chip has no such line, it is in use, or it cannot be an input so.</exception>
    void OpenInput(int line, GpioPull pull, Action<bool> moved);

    /// <summary>Makes a line an output that begins at a level.</summary>
    /// <exception cref="IOException">The chip has no such line, or it is in use.</exception>
    void OpenOutput(int line, bool level);

    /// <summary>The level of an input or an output.</summary>
    /// <exception cref="IOException">The chip has gone.</exception>
    bool Read(int line);

    /// <summary>Sets an output. Any thread may.</summary>
    /// <exception cref="IOException">The chip has gone.</exception>
    void Write(int line, bool level);
}
