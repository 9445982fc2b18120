using System.IO.Compression;
using EdgePos.Devices;
using EdgePos.HeadOffice;
using EdgePos.HeadOffice.V1;
using EdgePos.V1;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace EdgePos.Tests.EndToEnd;

/// <summary>A busy day with people in it, and then: no name, number or secret of theirs in anything that box or head office say.</summary>
public sealed class LogSecretsTests
{
    private const string Who = "Wezelbos", Street = "Langestraat 117", Mail = "jw@wezel.example", Phone = "030-7654321",
        TaxNumber = "NL004495445B01", Orderer = "Besteller", OrderNote = "belt eerst", Member = "Kaarthouder", MemberNote = "kleindochter";

    private const string Loyalty = "2990000000001", NoLoyalty = "2990000000995", GiftCard = "629900204711", NoGiftCard = "629900209999",
        BankCard = "4761739001010010", Cashier = "Kassier", Supervisor = "Supervisor", Manager = "Max Manager", Badge = "BADGE-2",
        StartPin = "204060", Pin = "480215", WrongPin = "777391", Said = "anna:83920517";

    private static readonly string[] Secrets = [Who, Street, Mail, Phone, TaxNumber, Orderer, OrderNote, Member, MemberNote, Loyalty,
        NoLoyalty, GiftCard, NoGiftCard, BankCard, Cashier, Supervisor, Manager, Badge, StartPin, Pin, WrongPin, Said];

    private static readonly CustomerDetails Details =
        new() { Name = $"Johanna {Who}", Address = { Street }, Email = Mail, Phone = Phone, TaxNumber = TaxNumber };

    /// <summary>As it is shipped, and with all that a technician can have said.</summary>
    public static TheoryData<string[]> Levels() => new([],
    [
        "--Logging:LogLevel:Default=Debug", "--Logging:LogLevel:Microsoft.AspNetCore=Debug", "--Logging:LogLevel:Grpc=Debug",
        "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Debug", "--Logging:LogLevel:Microsoft.Extensions.Hosting=Debug",
        "--Logging:LogLevel:Microsoft.Hosting=Debug",
    ]);

    [Theory, MemberData(nameof(Levels))]
    public async Task After_a_day_with_people_in_it_no_log_and_no_bundle_names_one_or_tells_a_secret(string[] level)
    {
        await using var terminal = VirtualZvtTerminal.Start(port: 0, Path.GetTempFileName());
        terminal.Faults.SendsWholeCardNumber = true;
        await using var shop = await HelpShop.OpenAsync();
        await shop.Daemon.StopAsync();
        string office = shop.Folder.File("office");
        SigningKey.OpenOrMake(office).Dispose();
        await using var headOffice = new HeadOfficeProgram(office, shop.BrokerPort, ["--HeadOffice:ShareEmployeesSeconds=1",
            "--HeadOffice:ShareOrdersSeconds=1", "--HeadOffice:ShareCustomersSeconds=0", .. level]).Start();
        await using var daemon = await new Daemon(shop.Daemon.DataFolder, [.. shop.Settings, "--Staff:SignIn=true",
            $"--Relay:HeadOfficeKeyFile={SigningKey.PublicFileIn(office)}", "--Barcodes:GiftCards=6299", "--Barcodes:GiftCardItem=CARD",
            "--Barcodes:LoyaltyCards=299", .. PaymentShop.Settings("terminal", terminal), .. level]).StartAsync();
        await daemon.UntilConfirmedAsync(); // head office knows the store
        await TellAsync(shop, daemon, office);
        await WorkAsync(daemon);
        await LookAfterAsync(daemon);
        await daemon.UntilConfirmedAsync();

        string bundle = shop.Folder.File("bundle.zip");
        var (code, output) = await shop.VerbAsync("help-technician", "bundle", "--to", bundle);
        Assert.True(code == 0, output);
        string said = daemon.Output;
        Assert.Contains("customers 2 is refused", said, StringComparison.Ordinal);
        AssertSilent("the box", said);
        AssertSilent("the bundle", await TextOfAsync(bundle));
        AssertSilent("head office", headOffice.Output);
        string packed = shop.Folder.File("support.zip");
        (code, output) = await ProgramRun.ToEndAsync(Programs.Edgeposctl, "", "support-bundle", "--to", packed, "--gateway", daemon.Address,
            "--data", daemon.DataFolder, "--daemon", Programs.Gateway, "--folder", shop.Folder.File("no settings"));
        Assert.True(code == 0, output);
        AssertSilent("the technician's bundle", await TextOfAsync(packed));
    }

    [Theory, MemberData(nameof(Levels))]
    public async Task A_pairing_code_is_in_no_log_whether_it_is_right_or_wrong(string[] level)
    {
        await using var shop = new PairedShop { More = level };
        await shop.InitializeAsync();
        var code = await shop.BeginAsync();
        string wrong = code.Code == "135790" ? "246801" : "135790";
        Assert.NotNull(await Record.ExceptionAsync(() => shop.TypeAsync(wrong, code.Register, shop.NewFolder())));
        Assert.Equal(code.Register, await shop.TypeAsync(code.Code, code.Register, shop.NewFolder()));
        Assert.Contains("was paired", shop.Output, StringComparison.Ordinal);
        AssertSilent("the box", shop.Output, code.Code, wrong);
    }

    // Who works there, who the customers are, what was ordered; and customers that the box cannot use.
    private static async Task TellAsync(HelpShop shop, Daemon daemon, string office)
    {
        await File.WriteAllTextAsync(shop.Folder.File("employees.csv"), $"""
            number,name,role,badges,stores,blocked,start_pin
            1,Cas {Cashier},cashier,BADGE-1,,,{StartPin}
            2,Suze {Supervisor},supervisor,{Badge},,,{StartPin}
            3,{Manager},manager,,,,{StartPin}

            """);
        await File.WriteAllTextAsync(shop.Folder.File("orders.csv"),
            $"{OrderFile.Header}\nW-1,S1,SOAP,2000,250,EUR,1001,Janneke {Orderer},,,yes,{OrderNote},\n");
        foreach (string what in new[] { "employees", "orders" })
        {
            var (code, output) = await ProgramRun.ToEndAsync(
                Programs.HeadOffice, "", what, shop.Folder.File($"{what}.csv"), "--data-folder", office);
            Assert.True(code == 0, output);
            await shop.UntilAsync(() => daemon.Output.Contains($"{what} 1 is current", StringComparison.Ordinal), $"no {what}");
        }

        Publish(office, $"Karel {Member}");
        await shop.UntilAsync(() => daemon.Output.Contains("customers 1 is current", StringComparison.Ordinal), "no customers");
        Publish(office, string.Concat(Enumerable.Repeat(Member, 10))); // longer than a name may be
        await shop.UntilAsync(() => daemon.Output.Contains("its name is too long", StringComparison.Ordinal), "it was not refused");
    }

    private static void Publish(string office, string name)
    {
        using var books = Books.Open(new HeadOfficeOptions { DataFolder = office }, TimeProvider.System);
        using var key = SigningKey.OpenOrMake(office);
        new DatasetMaking(new DatasetBooks(books.Store), key, TimeProvider.System).Replace("demo", "S1", new Publication("customers",
            new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
            {
                ["card"] = new CustomersRow { Card = new CustomerCard { Card = Loyalty, Customer = "1001" } }.ToByteArray(),
                ["customer"] = new CustomersRow
                {
                    Customer = new Customer { Number = "1001", Name = name, Note = MemberNote },
                }.ToByteArray(),
            }, Currency: "", ValidFromUs: 0));
    }

    // People sign in, sell, are refused and allowed.
    private static async Task WorkAsync(Daemon daemon)
    {
        var staff = new Staff.StaffClient(daemon.Channel);
        foreach (string employee in new[] { "1", "2", "3" })
            await staff.ChangePinAsync(new ChangePinRequest { Employee = employee, Pin = StartPin, NewPin = Pin }, Daemon.As(1));
        await Refused(() => SignIn("1", WrongPin));
        await Refused(() => SignIn(Badge, ""));
        await Refused(() => SignIn(Badge, WrongPin));
        await SignIn(Badge, Pin);
        await SignIn("3", Pin, register: 2);
        await SignIn("1", Pin);
        await new Till(daemon, 2).Import(false, Till.Item("SOAP", "Soap", 250), GiftCardShop.Card("CARD", item => item.OpenPrice = true));

        var till = new Till(daemon, approval: Said);
        var orders = new Orders.OrdersClient(daemon.Channel);
        await orders.PrepareAsync(new PrepareOrderRequest { CommandId = Till.NewId(), OrderNumber = "W-1" }, Daemon.As(1));
        await orders.HandOverAsync(new HandOverOrderRequest { CommandId = Till.NewId(), OrderNumber = "W-1" }, Daemon.As(1));
        await till.SellTo(Details, "SOAP", Loyalty);
        var gifts = new GiftCardTill(daemon);
        await gifts.Issue(GiftCard, 1_000);
        string basket = await gifts.Goods("SOAP");
        await gifts.Pay(basket, GiftCard);
        await till.Complete(basket);

        basket = await gifts.Goods("SOAP");
        await Refused(() => gifts.Pay(basket, NoGiftCard));
        await Refused(() => till.Add(basket, NoLoyalty));
        var discount = new SetDiscountRequest
        {
            CommandId = Till.NewId(),
            BasketId = basket,
            Line = 1,
            Reduction = new Reduction { PercentPpm = 500_000, Reason = "damaged" },
        };
        await Refused(() => till.Do((checkout, headers) => checkout.SetDiscountAsync(discount, headers)));
        await Refused(() => Approve(WrongPin));
        await Approve(Pin);
        await till.Do((checkout, headers) => checkout.SetDiscountAsync(discount, headers));
        var paid = await daemon.Payments.PayAsync(new PayRequest { CommandId = Till.NewId(), BasketId = basket }, Daemon.As(1));
        Assert.Equal(PaymentState.Approved, paid.State);
        var wrong = Details.Clone();
        wrong.Email = Mail + "\n";
        await Refused(() => till.Complete(basket, customer: wrong));
        await till.Complete(basket, customer: Details);

        async Task SignIn(string employee, string pin, int register = 1) =>
            await staff.SignInAsync(new SignInRequest { Employee = employee, Pin = pin }, Daemon.As(register));

        async Task Approve(string pin) => await staff.ApproveAsync(
            new ApproveRequest { CommandId = discount.CommandId, Employee = "2", Pin = pin }, Daemon.As(1));
    }

    // A manager finds somebody, gives them what is theirs, and erases it.
    private static async Task LookAfterAsync(Daemon daemon)
    {
        var receipts = new List<string>();
        using (var found = daemon.Customers.Find(new FindCustomersRequest { Text = Who }, Daemon.As(2)))
        {
            await foreach (var one in found.ResponseStream.ReadAllAsync())
                receipts.Add(one.ReceiptNumber);
        }

        Assert.Equal(2, receipts.Count);
        using (var export = daemon.Customers.Export(new ExportCustomerRequest { Text = Mail }, Daemon.As(2)))
            Assert.True(await export.ResponseStream.MoveNext(CancellationToken.None));
        await Refused(() => daemon.Customers.EraseAllAsync(
            new EraseAllOfCustomerRequest { CommandId = Till.NewId(), CustomerNumber = Who }, Daemon.As(2)).ResponseAsync);
        foreach (string receipt in receipts)
        {
            await daemon.Customers.EraseAsync(
                new EraseCustomerRequest { CommandId = Till.NewId(), ReceiptNumber = receipt }, Daemon.As(2));
        }

        await Refused(() => daemon.Customers.LookAsync(new LookCustomersRequest { Text = "" }, Daemon.As(2)).ResponseAsync);
    }

    private static async Task Refused(Func<Task> call) => await Assert.ThrowsAsync<RpcException>(call);

    private static async Task<string> TextOfAsync(string file)
    {
        await using var zip = await ZipFile.OpenReadAsync(file);
        var all = new List<string>();
        foreach (var entry in zip.Entries)
        {
            using var text = new StreamReader(await entry.OpenAsync());
            all.Add(await text.ReadToEndAsync());
        }

        return string.Join('\n', all);
    }

    private static void AssertSilent(string who, string said, params IEnumerable<string> more)
    {
        Assert.NotEmpty(said);
        var told = said.Split('\n').Where(line => Secrets.Concat(more).Any(secret =>
            line.Contains(secret, StringComparison.OrdinalIgnoreCase))).Take(20);
        Assert.True(!told.Any(), $"{who} said:\n{string.Join('\n', told)}");
    }
}
