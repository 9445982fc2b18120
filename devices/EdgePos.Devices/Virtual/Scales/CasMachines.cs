namespace EdgePos.Devices;

/// <summary>CAS, AP-1 transmission protocol; SW-II manual, "RS-232C Protocol"; Ohaus, Aviator 7000 Service Manual 6.1.1.</summary>
internal sealed class CasAskedMachine(ScalePlatform platform) : ScaleMachine(platform)
{
    public override void Take(byte value, List<byte> answers)
    {
        if (value == 0x05)
            answers.Add(0x06);
        else if (value == 0x11)
            Say(answers, Frame());
    }

    private string Frame()
    {
        var state = Platform.State;
        char sign = state.IsOver ? 'F' : state.Net < 0 ? '-' : ' ';
        string data = $"{(state.IsMoving ? 'U' : 'S')}{sign}{Kilograms(Math.Abs(state.Net) % 100_000, 2)}kg";
        int sum = 0;
        foreach (char one in data)
            sum ^= one;
        return $"\x01\x02{data}{(char)sum}\x03\x04";
    }
}

/// <summary>CAS, CI-600D manual 10-1: the format of 22 bytes, sent ten times a second.</summary>
internal sealed class CasStreamMachine(ScalePlatform platform) : ScaleMachine(platform)
{
    public override TimeSpan BeatEvery => TimeSpan.FromMilliseconds(100);

    public override void Take(byte value, List<byte> answers)
    {
    }

    public override void Beat(List<byte> says)
    {
        var state = Platform.State;
        string head = state.IsOver ? "OL" : state.IsMoving ? "US" : "ST";
        int lamps = 0x80 | (state.IsMoving ? 0 : 0x40) | (state.IsNet ? 0x02 : 0x04) | (state.Gross == 0 ? 0x01 : 0);
        string shown = Kilograms(state.Net, 1).PadLeft(8, ' ');
        Say(says, $"{head},{(state.IsNet ? "NT" : "GS")},1{(char)lamps},{shown} kg\r\n");
    }
}
