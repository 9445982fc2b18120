namespace EdgePos.Devices;

/// <summary>A virtual printer as its port sees it: how fast it prints, what its buffer holds, and faults of its own.</summary>
/// <param name="loseToPower">Switches its port off and on.</param>
internal sealed class PrinterBody(PrinterElectronics electronics, Action loseToPower) : IVirtualDevice
{
    private const int Beats = 20; // a second

    private long _taken;

    public PrinterSensors Sensors => electronics.Sensors;

    public byte[] Garbage { get; set; } = [];

    public int BytesASecond { get; set; }

    public int BufferBytes { get; set; } = 4096; // as the TM-T88 has

    public long? LosesPowerAfter { get; set; }

    public long? PaperEndsAfter { get; set; }

    public long BytesTaken => Interlocked.Read(ref _taken);

    public TimeSpan BeatEvery => TimeSpan.FromSeconds(BytesASecond > 0 ? 1.0 / Beats : 1);

    public bool IsFull => electronics.Buffered >= BufferBytes;

    public void SwitchOn() => electronics.PowerUp();

    public void Take(byte value, List<byte> answers)
    {
        if (LosesPowerAfter == _taken)
        {
            LosesPowerAfter = null;
            loseToPower();
            return;
        }

        var says = new List<byte>();
        if (PaperEndsAfter == _taken)
            electronics.Change(sensors => sensors with { PaperOut = true }, says);
        Interlocked.Increment(ref _taken);
        electronics.Take(value, says);
        if (BytesASecond == 0)
            electronics.Work(int.MaxValue, says);
        Say(says, answers);
    }

    public void Beat(List<byte> says)
    {
        if (BytesASecond == 0)
            return;
        var said = new List<byte>();
        electronics.Work(Math.Max(1, BytesASecond / Beats), said);
        Say(said, says);
    }

    /// <summary>Changes what its sensors say, and goes on printing where it can.</summary>
    public void Change(Func<PrinterSensors, PrinterSensors> change, List<byte> answers)
    {
        var says = new List<byte>();
        electronics.Change(change, says);
        if (BytesASecond == 0)
            electronics.Work(int.MaxValue, says);
        Say(says, answers);
    }

    private void Say(List<byte> said, List<byte> answers)
    {
        if (said.Count > 0)
            answers.AddRange([.. Garbage, .. said]);
    }
}
