using EdgePos.V1;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.Gateway;

/// <summary>Signing in, PINs and the time clock, with the real daemon and the head office that tells it who works there.</summary>
public sealed class StaffTests
{
    [Fact]
    public async Task Who_stands_at_a_register_signs_in_and_what_is_done_there_is_theirs()
    {
        await using var shop = await StaffShop.OpenAsync();
        var (staff, till) = (shop.Staff, new Till(shop.Daemon));
        await Till.Refused(StatusCode.Unauthenticated, "SIGN_IN_NEEDED", () => till.Open());
        Assert.Equal(new SignedIn { Required = true }, await staff.GetSignedInAsync(new(), Daemon.As(1)));
        await Till.Refused(StatusCode.FailedPrecondition, "PIN_CHANGE_NEEDED", () => SignIn(shop, "1", StaffShop.StartPin));
        await Till.Refused(StatusCode.InvalidArgument, "PIN_TOO_SIMPLE", () => Change(shop, "1", StaffShop.StartPin, "4321"), "new_pin");
        await Till.Refused(StatusCode.InvalidArgument, "PIN_TOO_SIMPLE", () => Change(shop, "1", StaffShop.StartPin, "0000"), "new_pin");
        await shop.ChoosePinAsync("1");
        await Change(shop, "1", StaffShop.StartPin, StaffShop.Pin); // sent again: nothing happens
        await Till.Refused(StatusCode.PermissionDenied, "SIGN_IN_WRONG", () => SignIn(shop, "1", StaffShop.StartPin));

        var signedIn = await SignIn(shop, "1", StaffShop.Pin);
        Assert.Equal(("1", "Cas Kassier", "cashier"), (signedIn.Employee, signedIn.Name, signedIn.Role.Code));
        await shop.EnterAsync("3", 2);
        await new Till(shop.Daemon, 2).ImportUsual();
        await till.Sell("SOAP");
        await shop.ChoosePinAsync("8");
        Assert.Equal("8", (await SignIn(shop, "8", StaffShop.Pin)).Employee); // a quick switch
        await till.Sell("SOAP");
        await staff.SignOutAsync(new(), Daemon.As(1));
        await Till.Refused(StatusCode.Unauthenticated, "SIGN_IN_NEEDED", () => till.Open());
        Assert.Equal(["1", "8"], Sellers(shop));

        // A start of the box: PINs stay, people sign in again.
        await shop.Daemon.KillAsync();
        await shop.Daemon.StartAsync();
        await Till.Refused(StatusCode.Unauthenticated, "SIGN_IN_NEEDED", () => till.Open());
        await SignIn(shop, "1", StaffShop.Pin);
        await till.Sell("SOAP");
        var acts = await AsManager(shop, new ListAuditRequest { Register = 1 });
        var told = acts.Where(act => act.Kind is "StaffSignedIn" or "StaffSignedOut").Select(act => $"{act.Kind} {act.Employee}");
        Assert.Equal(["StaffSignedIn 1", "StaffSignedOut 1", "StaffSignedIn 8", "StaffSignedOut 8", "StaffSignedIn 1"], told);
        Assert.Equal(["PIN_CHANGE_NEEDED", "SIGN_IN_WRONG", "SIGN_IN_WRONG"],
            acts.Where(act => act.Kind == "SignInRefused").Select(act => act.What.Split('"')[7]));
    }

    [Fact]
    public async Task A_badge_wants_its_pin_unless_the_store_says_otherwise()
    {
        await using (var shop = await StaffShop.OpenAsync())
        {
            await shop.ChoosePinAsync("2");
            await Till.Refused(StatusCode.PermissionDenied, "SIGN_IN_WRONG", () => SignIn(shop, "BADGE-2", ""));
            Assert.Equal("2", (await SignIn(shop, "BADGE-2", StaffShop.Pin)).Employee);
        }

        await using var trusting = await StaffShop.OpenAsync("--Staff:BadgeAlone=true");
        Assert.Equal("2", (await SignIn(trusting, "BADGE-2", "")).Employee);
        await Till.Refused(StatusCode.PermissionDenied, "SIGN_IN_WRONG", () => SignIn(trusting, "2", "")); // a number is known to all
    }

    [Fact]
    public async Task Nobody_of_another_store_or_who_left_gets_in_and_who_is_blocked_is_out_at_once()
    {
        await using var shop = await StaffShop.OpenAsync();
        await shop.ChoosePinAsync("6");
        await Till.Refused(StatusCode.PermissionDenied, "EMPLOYEE_BLOCKED", () => SignIn(shop, "6", StaffShop.Pin), "employee");
        await Till.Refused(StatusCode.PermissionDenied, "SIGN_IN_WRONG", () => SignIn(shop, "7", StaffShop.StartPin));
        await Till.Refused(StatusCode.PermissionDenied, "SIGN_IN_WRONG", () => SignIn(shop, "nobody", StaffShop.StartPin));
        await shop.EnterAsync("1");
        await new Till(shop.Daemon).Open();
        await shop.TellAsync("""
            number,name,role,badges,stores,blocked,start_pin
            1,Cas Kassier,cashier,,,took money,

            """);
        await Till.Refused(StatusCode.Unauthenticated, "SIGN_IN_NEEDED", () => new Till(shop.Daemon).Open());
    }

    [Fact]
    public async Task Who_tries_pins_at_one_register_waits_and_keeps_nobody_from_another()
    {
        await using var shop = await StaffShop.OpenAsync();
        await shop.ChoosePinAsync("1");
        for (int i = 0; i < 5; i++)
            await Till.Refused(StatusCode.PermissionDenied, "SIGN_IN_WRONG", () => SignIn(shop, "1", $"{9000 + i}"));
        await Till.Refused(StatusCode.FailedPrecondition, "SIGN_IN_WAIT", () => SignIn(shop, "1", StaffShop.Pin));
        Assert.Equal("1", (await SignIn(shop, "1", StaffShop.Pin, register: 2)).Employee);
        Assert.Equal("8", (await shop.EnterAsync("8")).Employee); // and others at the same register

        for (int i = 0; i < 10; i++)
            await Till.Refused(StatusCode.PermissionDenied, "SIGN_IN_WRONG", () => SignIn(shop, $"guess-{i}", $"{9000 + i}"));
        await Till.Refused(StatusCode.FailedPrecondition, "SIGN_IN_WAIT", () => SignIn(shop, "8", StaffShop.Pin));
        Assert.Equal("8", (await SignIn(shop, "8", StaffShop.Pin, register: 2)).Employee);
    }

    [Fact]
    public async Task Nobody_becomes_somebody_who_may_do_more_by_giving_them_a_pin()
    {
        await using var shop = await StaffShop.OpenAsync();
        await shop.TellAsync($"""
            number,name,role,badges,stores,blocked,start_pin
            3,Max Manager,manager,,,,{StaffShop.StartPin}
            9,Hanna Personeel,hr,,,,{StaffShop.StartPin}
            10,Henk Personeel,hr,,,,{StaffShop.StartPin}

            """, """
            role,rights,approves,discount_percent,refund_minor,return_without_receipt_minor,void_minutes,no_sales
            hr,show look staff,,,,,,

            """);
        await shop.EnterAsync("10", 3);
        await shop.EnterAsync("9", 2);
        await Till.Refused(StatusCode.PermissionDenied, "NOT_ALLOWED", () => Reset("3"));
        await Reset("10");
        Assert.Equal("", (await shop.Staff.GetSignedInAsync(new(), Daemon.As(3))).Employee); // and is out

        // Somebody else gets the number of one who has left: the old PIN is worth nothing, the new one to begin with is.
        await shop.TellAsync("""
            number,name,role,badges,stores,blocked,start_pin
            3,Max Manager,manager,,,,
            9,Nina Nieuw,cashier,,,,664422

            """);
        await Till.Refused(StatusCode.PermissionDenied, "SIGN_IN_WRONG", () => SignIn(shop, "9", StaffShop.Pin));
        await Till.Refused(StatusCode.FailedPrecondition, "PIN_CHANGE_NEEDED", () => SignIn(shop, "9", "664422"));

        async Task Reset(string employee) =>
            await shop.Staff.ResetPinAsync(new ResetPinRequest { Employee = employee }, Daemon.As(2));
    }

    [Fact]
    public async Task At_a_kiosk_somebody_of_the_staff_says_that_the_buyer_is_old_enough()
    {
        await using var shop = await StaffShop.OpenAsync("--Gateway:DemoKinds=7:Kiosk");
        await shop.EnterAsync("3", 2);
        using (var import = shop.Daemon.PriceBook.Import(Daemon.As(2)))
        {
            await import.RequestStream.WriteAsync(ShopDaemon.Book());
            await import.RequestStream.CompleteAsync();
            await import;
        }

        var kiosk = new Till(shop.Daemon, 7);
        var scan = new AddItemRequest { CommandId = Till.NewId(), BasketId = (await kiosk.Open()).BasketId, Scanned = "GIN" };
        foreach (var says in new Action<AddItemRequest>[] { one => one.BirthDate = "1980-01-01", one => one.AgeSeen = true })
        {
            says(scan);
            scan.CommandId = Till.NewId();
            await Till.Refused(StatusCode.FailedPrecondition, "APPROVAL_NEEDED", Scan, "approval");
        }

        await shop.ChoosePinAsync("2");
        await shop.Staff.ApproveAsync(
            new ApproveRequest { CommandId = scan.CommandId, Employee = "2", Pin = StaffShop.Pin }, Daemon.As(7));
        await Scan();
        await Scan(); // sent again
        await Till.Refused(StatusCode.PermissionDenied, "NOT_AT_THIS_REGISTER",
            () => shop.Daemon.Checkout.SetDiscountAsync(new SetDiscountRequest(), Daemon.As(7)).ResponseAsync);

        Task Scan() => shop.Daemon.Checkout.AddItemAsync(scan, Daemon.As(7)).ResponseAsync;
    }

    [Fact]
    public async Task A_pin_that_was_forgotten_is_given_anew_by_who_may_and_is_told_once()
    {
        await using var shop = await StaffShop.OpenAsync();
        await shop.ChoosePinAsync("1");
        await shop.EnterAsync("2", 2);
        await Till.Refused(StatusCode.PermissionDenied, "NOT_ALLOWED", () => Reset(2, "1"));
        await shop.EnterAsync("3", 2);
        await Till.Refused(StatusCode.NotFound, "EMPLOYEE_UNKNOWN", () => Reset(2, "99"), "employee");
        string start = (await Reset(2, "1")).StartPin;
        Assert.Matches("^[0-9]{6}$", start);
        await Till.Refused(StatusCode.PermissionDenied, "SIGN_IN_WRONG", () => SignIn(shop, "1", StaffShop.Pin));
        await Till.Refused(StatusCode.FailedPrecondition, "PIN_CHANGE_NEEDED", () => SignIn(shop, "1", start));
        await Change(shop, "1", start, "918273");
        Assert.Equal("1", (await SignIn(shop, "1", "918273")).Employee);
        Assert.DoesNotContain("918273", shop.Daemon.Output + Files(shop), StringComparison.Ordinal);
        Assert.DoesNotContain(start, Files(shop), StringComparison.Ordinal);

        async Task<ResetPinResponse> Reset(int register, string employee) =>
            await shop.Staff.ResetPinAsync(new ResetPinRequest { Employee = employee }, Daemon.As(register));
    }

    [Fact]
    public async Task The_time_clock_takes_in_out_and_breaks_in_an_order_that_makes_sense()
    {
        await using var shop = await StaffShop.OpenAsync();
        await shop.ChoosePinAsync("1");
        await Refused(ClockKind.Out);
        await Refused(ClockKind.BreakBegun);
        var begun = new ClockRequest { CommandId = Till.NewId(), Kind = ClockKind.In, Employee = "1", Pin = StaffShop.Pin };
        var first = await shop.Staff.ClockAsync(begun, Daemon.As(1));
        Assert.Equal(first, await shop.Staff.ClockAsync(begun, Daemon.As(1))); // sent again
        await Refused(ClockKind.In);
        await Clock(ClockKind.BreakBegun);
        await Refused(ClockKind.Out);
        await Clock(ClockKind.BreakEnded);
        await Clock(ClockKind.Out);
        await shop.EnterAsync("8");
        await shop.Staff.ClockAsync(new ClockRequest { CommandId = Till.NewId(), Kind = ClockKind.In }, Daemon.As(1)); // who is signed in
        await shop.EnterAsync("3", 2);
        using var hours = shop.Staff.ListHours(new ListHoursRequest(), Daemon.As(2));
        List<string> told = [];
        while (await hours.ResponseStream.MoveNext(CancellationToken.None))
            told.Add($"{hours.ResponseStream.Current.Employee} {hours.ResponseStream.Current.Kind}");
        Assert.Equal(["1 In", "1 BreakBegun", "1 BreakEnded", "1 Out", "8 In"], told);

        Task Refused(ClockKind kind) => Till.Refused(StatusCode.FailedPrecondition, "CLOCKED_ALREADY", () => Clock(kind), "kind");
        async Task<Clocked> Clock(ClockKind kind) => await shop.Staff.ClockAsync(
            new ClockRequest { CommandId = Till.NewId(), Kind = kind, Employee = "1", Pin = StaffShop.Pin }, Daemon.As(1));
    }

    [Fact]
    public async Task A_register_that_runs_wild_waits_and_the_others_do_not()
    {
        using var folder = new TempFolder();
        await using var daemon = await new Daemon(folder.File("data"), [.. Daemon.Alone, "--Gateway:CallsPerSecond=1"]).StartAsync();
        var wild = Enumerable.Range(0, 200).Select(_ => Look(7)).ToList();
        Assert.Contains("TOO_MANY_CALLS", await Task.WhenAll(wild)); // five at once, and one a second
        Assert.Equal("", await Look(8));

        async Task<string> Look(int register)
        {
            try
            {
                await daemon.PriceBook.GetPriceBookAsync(new GetPriceBookRequest(), Daemon.As(register));
                return "";
            }
            catch (RpcException refusal) when (refusal.StatusCode == StatusCode.ResourceExhausted)
            {
                return refusal.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
            }
        }
    }

    [Fact]
    public async Task A_role_of_the_chain_takes_the_place_of_the_usual_one()
    {
        await using var shop = await StaffShop.OpenAsync();
        await shop.EnterAsync("1");
        await Till.Refused(StatusCode.PermissionDenied, "NOT_ALLOWED", () => Receive());
        await shop.TellAsync($"""
            number,name,role,badges,stores,blocked,start_pin
            1,Cas Kassier,cashier,,,,{StaffShop.StartPin}

            """, """
            role,rights,approves,discount_percent,refund_minor,return_without_receipt_minor,void_minutes,no_sales
            cashier,show look sell stock,,15,,,,0

            """);
        await Receive(); // at once: a call asks what head office says now
        await Till.Refused(StatusCode.PermissionDenied, "NOT_ALLOWED", () => shop.Daemon.Tills.OpenAsync(
            new OpenTillRequest { CommandId = Till.NewId(), Float = ShopDaemon.Eur(0) }, Daemon.As(1)).ResponseAsync);

        async Task Receive() => await shop.Daemon.Stock.ReceiveAsync(new ReceiveStockRequest
        {
            CommandId = Till.NewId(),
            Document = "slip 1",
            Lines = { new StockMove { Sku = "SOAP", QuantityThousandths = 1_000 } },
        }, Daemon.As(1));
    }

    private static async Task<SignedIn> SignIn(StaffShop shop, string employee, string pin, int register = 1) =>
        await shop.Staff.SignInAsync(new SignInRequest { Employee = employee, Pin = pin }, Daemon.As(register));

    private static async Task Change(StaffShop shop, string employee, string pin, string newPin) =>
        await shop.Staff.ChangePinAsync(new ChangePinRequest { Employee = employee, Pin = pin, NewPin = newPin }, Daemon.As(1));

    private static async Task<IReadOnlyList<AuditedAct>> AsManager(StaffShop shop, ListAuditRequest request)
    {
        await shop.EnterAsync("3", 2);
        return await shop.ActsAsync(request, register: 2);
    }

    private static IEnumerable<string> Sellers(StaffShop shop) => new EdgePos.Ledger.LedgerReader(shop.Daemon.LedgerFile)
        .Entries(0, 10_000, long.MaxValue).Where(entry => entry.Header.Kind.EndsWith("SaleCompleted", StringComparison.Ordinal))
        .Select(entry => entry.Header.Employee);

    // All that the box keeps, as far as it can be read as text.
    private static string Files(StaffShop shop) => string.Concat(
        Directory.GetFiles(shop.Daemon.DataFolder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "held")
            .Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
}
