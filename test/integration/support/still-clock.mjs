// Imported first: time and process id are those of no moment and no process.
Date.now = () => 1_767_588_967_089;
Object.defineProperty(process, 'pid', { value: 7 });
